using BadgeFunctions.Functions.Awards;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Claims;
using BadgeFunctions.Functions.Members;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>
/// Activity: writes the badge's row, with the recipient as they are known by then. A row that is there stays as it is but for that.
/// </summary>
internal sealed class RecordBadge(
    BadgeStore badges, BadgeTemplates templates, BadgeExpiries expiries, MemberStore members, IOptions<ClaimOptions> claims, TimeProvider clock)
{
    [Function(nameof(RecordBadge))]
    public async Task Run([ActivityTrigger] BadgeJourney journey, CancellationToken cancellationToken)
    {
        var award = journey.Award;
        var template = await templates.FindAsync(award.TemplateCode, cancellationToken)
            ?? throw new InvalidOperationException($"Badge {award.Badge.BadgeId}: the template {award.TemplateCode} is gone.");
        if (award.ExpiresOn is { } lastDay)
        {
            await expiries.NoteAsync(award.Badge, lastDay, cancellationToken);
        }

        await badges.RecordAsync(NewBadge(journey, template, clock.GetUtcNow()), cancellationToken);
        await TakeNewsOfMemberAsync(journey, cancellationToken);
    }

    // What is told of the member before the row is there finds no row: whoever of the two comes second sees the other.
    private async Task TakeNewsOfMemberAsync(BadgeJourney journey, CancellationToken cancellationToken)
    {
        var award = journey.Award;
        var awarded = new KnownMember(award.Member, journey.ToldAt ?? new DateTimeOffset(award.AwardedOn, default, TimeSpan.Zero));
        if (await members.UpsertAsync(awarded, cancellationToken) is { ToldAt: { } at } known && at > awarded.ToldAt)
        {
            var told = new CertificationEvent(CertificationEventTypes.MemberUpdated, at) { Member = known.Member };
            await badges.ChangeAsync(
                award.Badge, told.Type, badge => AwardChange.Apply(badge, told, claims.Value.Window, clock.GetUtcNow()), cancellationToken);
        }
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
        Told = new AwardTimes(journey.ToldAt, journey.ToldAt, journey.ToldAt),
        State = BadgeState.Issuing,
        PlatformName = template.Platform,
        ClaimableUntil = journey.ClaimableUntil,
        CreatedAt = now,
        StateChangedAt = now,
    };
}
