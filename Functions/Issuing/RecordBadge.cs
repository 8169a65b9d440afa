using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Members;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>Activity: writes the member and the badge's row. A row that is there stays as it is.</summary>
internal sealed class RecordBadge(
    BadgeStore badges, BadgeTemplates templates, BadgeExpiries expiries, MemberStore members, TimeProvider clock)
{
    [Function(nameof(RecordBadge))]
    public async Task Run([ActivityTrigger] BadgeJourney journey, CancellationToken cancellationToken)
    {
        var award = journey.Award;
        var template = await templates.FindAsync(award.TemplateCode, cancellationToken)
            ?? throw new InvalidOperationException($"Badge {award.Badge.BadgeId}: the template {award.TemplateCode} is gone.");
        await members.UpsertAsync(award.Member, cancellationToken);
        if (award.ExpiresOn is { } lastDay)
        {
            await expiries.NoteAsync(award.Badge, lastDay, cancellationToken);
        }

        await badges.RecordAsync(NewBadge(journey, template, clock.GetUtcNow()), cancellationToken);
    }

    private static Badge NewBadge(BadgeJourney journey, BadgeTemplate template, DateTimeOffset now) => new()
    {
        Key = journey.Award.Badge,
        AchievementId = journey.Award.AchievementId,
        TemplateCode = template.Code,
        Category = template.Category,
        Name = template.Name,
        Recipient = new Recipient(
            journey.Award.Member.GivenName,
            journey.Award.Member.FamilyName,
            journey.Award.Member.Email,
            journey.Award.Member.Locale),
        AwardedOn = journey.Award.AwardedOn,
        ExpiresOn = journey.Award.ExpiresOn,
        Evidence = journey.Award.Evidence,
        State = BadgeState.Issuing,
        PlatformName = template.Platform,
        ClaimableUntil = journey.ClaimableUntil,
        CreatedAt = now,
        StateChangedAt = now,
    };
}
