using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Email.Templates;

namespace BadgeFunctions.Functions.Tests.Email.Templates;

/// <summary>An e-mail of every kind, in the current language.</summary>
internal static class EmailSamples
{
    public static readonly BadgeEmailModel Claim = new(
        "Example Association",
        "Maria",
        "maria.rossi@example.org",
        "Best Practice Week attendee",
        "https://badges.example.org/assets/badge.png?v=1",
        new DateOnly(2021, 4, 26),
        "https://badges.example.org/claim/link",
        new DateOnly(2022, 4, 26),
        IsReminder: false);

    public static readonly BadgeEmailModel Reminder = Claim with { IsReminder = true, StopRemindersUrl = "https://badges.example.org/reminders/link" };

    public static readonly BadgeNoticeModel Updated = new(
        Claim.Organisation, "Maria", Claim.BadgeName, Claim.ImageUrl, Claim.AwardedOn, new DateOnly(2030, 12, 31), "https://badges.example.org/my-badges", Revocation: null);

    private static readonly SignInLink Link = new("Maria Rossi", "https://badges.example.org/sign-in/link");

    public static async Task<IReadOnlyDictionary<string, EmailContent>> AllAsync(EmailTemplates templates) => new Dictionary<string, EmailContent>
    {
        ["claim"] = await templates.ClaimAsync(Claim),
        ["claim, hosted here"] = await templates.ClaimAsync(Claim with { Platform = PlatformName.OpenBadges }),
        ["again"] = await templates.ClaimAsync(Claim with { IsAgain = true }),
        ["reminder"] = await templates.ClaimAsync(Reminder),
        ["claim it after an update"] = await templates.ClaimAsync(Claim with { IsUpdate = true, Changes = ChangedFacts.Of(A.Badge() with { Changes = BadgeChanges.Name }) }),
        ["updated"] = await templates.NoticeAsync(Updated with { Changes = ChangedFacts.Of(A.Badge() with { Changes = BadgeChanges.AwardedOn }) }),
        ["accepted"] = await templates.NoticeAsync(Updated with { AcceptedUrl = "https://www.credly.com/badges/1" }),
        ["revoked"] = await templates.NoticeAsync(Updated with { Revocation = "Awarded by mistake" }),
        ["sign-in"] = await templates.SignInAsync(new SignInEmailModel(Claim.Organisation, "Maria", [Link])),
        ["sign-in of several"] = await templates.SignInAsync(new SignInEmailModel(Claim.Organisation, null, [Link, Link with { Name = "Anna Roe" }])),
    };
}
