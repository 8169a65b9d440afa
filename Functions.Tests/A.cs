using System.Collections.Immutable;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Hosting;
using BadgeFunctions.Functions.Signing;

namespace BadgeFunctions.Functions.Tests;

/// <summary>Builders of what tests are about, with the booklet's sample as the default.</summary>
internal static class A
{
    public static readonly DateTimeOffset Now = new(2021, 4, 27, 9, 0, 0, TimeSpan.Zero);

    private static readonly ImmutableSortedDictionary<string, BadgeMail> Mailed =
        BadgeMail.None.Add(BadgeMail.Claim, new BadgeMail(BadgeMail.Claim, BadgeMailState.Sent, Now) { Attempts = 1 });

    public static AddressDigest Digests { get; } = new(Microsoft.Extensions.Options.Options.Create(
        new SigningOptions { Keys = [Convert.ToBase64String(new byte[32])], AddressKey = Convert.ToBase64String(new byte[32]) }));

    public static Member Member() => new("m-1001", "Maria", "Rossi", "maria.rossi@example.org", "en");

    public static Account Account(params Member[] records) => new(records is [] ? [Member()] : records, [], null, 0);

    public static Award Award(string achievementId = "ipma-2021-000123") => new(
        achievementId, "best-practice-week-attendee", BadgeCategory.Event, Member(), new DateOnly(2021, 4, 26), null, null);

    public static Badge Badge(BadgeState state = BadgeState.Pending) => new()
    {
        Key = Award().Badge,
        AchievementId = Award().AchievementId,
        TemplateCode = Award().TemplateCode,
        Category = BadgeCategory.Event,
        Name = "Best Practice Week attendee",
        Recipient = new Recipient("Maria", "Rossi", "maria.rossi@example.org", "en"),
        AwardedOn = new DateOnly(2021, 4, 26),
        State = state,
        Platform = new PlatformBadge("credly-1", new Uri("https://www.credly.com/accept/1"), new Uri("https://www.credly.com/badges/1"), null),
        Credential = state is BadgeState.Accepted ? new BadgeCredential(1, 4711, Revision: 1) { IssuedAt = Now } : null,
        Mails = Mailed,
        ClaimableUntil = Now.AddDays(365),
        CreatedAt = Now,
        StateChangedAt = Now,
    };

    public static BadgeTemplate Template() => new(
        Award().TemplateCode, BadgeCategory.Event, "Best Practice Week attendee", "Attended it.", "Took part.", ["Best practice"]);

    public static HostedBadge HostedBadge() => Functions.Hosting.HostedBadge.Of(Badge(), Template(), Digests.Of(Badge().Recipient.Email), Now);

    public static BadgeStart Start(string achievementId = "ipma-2021-000123") => new(Award(achievementId).Badge, new NewAward(Award(achievementId), Now));
}
