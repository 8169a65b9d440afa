using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Email.Templates;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Local;

/// <summary>An e-mail of each kind that the app sends, with data as members have them; in the current language.</summary>
internal static class EmailSamples
{
    private const string BadgeName = "Certified Project Manager, Level C";

    private static readonly DateOnly AwardedOn = new(2026, 4, 26);

    private static readonly Recipient Maria = new("Maria", "Rossi", "maria.rossi@example.org", "it");

    // Names as long as they come, and written from right to left.
    private static readonly Recipient Abdulrahman = new("عبد الرحمن عبد العزيز", "بن محمد بن عبد الله آل الشيخ التميمي القحطاني", "abdulrahman@example.org", "ar");

    /// <summary>Each kind, by what it is called.</summary>
    public static async Task<IReadOnlyDictionary<string, EmailContent>> AllAsync(EmailTemplates templates, WebOptions web)
    {
        OrderedDictionary<string, EmailContent> all = [];
        foreach (var (kind, write) in Of(web))
        {
            all.Add(kind, await write(templates));
        }

        return all;
    }

    private static IReadOnlyList<(string Kind, Func<EmailTemplates, Task<EmailContent>> Write)> Of(WebOptions web) =>
    [
        ("Claim (Credly)", templates => templates.ClaimAsync(Claim(web, Maria, PlatformName.Credly))),
        ("Claim (Open Badges)", templates => templates.ClaimAsync(Claim(web, Abdulrahman, PlatformName.OpenBadges))),
        ("Asked for again", templates => templates.ClaimAsync(Claim(web, Maria, PlatformName.Credly) with { IsAgain = true })),
        ("Reminder (Credly)", templates => templates.ClaimAsync(Reminder(web, Abdulrahman, PlatformName.Credly))),
        ("Reminder (Open Badges)", templates => templates.ClaimAsync(Reminder(web, Maria, PlatformName.OpenBadges))),
        ("Updated, to be claimed (Credly)", templates => templates.ClaimAsync(UpdatedClaim(web, PlatformName.Credly))),
        ("Updated, to be claimed (Open Badges)", templates => templates.ClaimAsync(UpdatedClaim(web, PlatformName.OpenBadges))),
        ("Updated, accepted before", templates => templates.NoticeAsync(Notice(web, Maria) with { Changes = ChangesOf(Maria) })),
        ("Accepted automatically (Credly)", templates => templates.NoticeAsync(
            Notice(web, Maria) with { AcceptedUrl = "https://www.credly.com/badges/7c1d3a52-0b43-4d52-a1d5-8d3a5e6f9b10" })),
        ("Revoked, with a reason", templates => templates.NoticeAsync(Notice(web, Maria) with { Revocation = "The certificate was issued to another person." })),
        ("Revoked, without a reason", templates => templates.NoticeAsync(Notice(web, Abdulrahman) with { Revocation = "" })),
        ("Sign-in, one member", templates => templates.SignInAsync(SignIn(web, Maria))),
        ("Confirm an address", templates => templates.ConfirmAddressAsync(
            new ConfirmAddressEmailModel(web.OrganisationName, Maria.FullName, UrlOf(web, "confirm-address/sample-of-a-link")))),
        ("Sign-in, several members", templates => templates.SignInAsync(SignIn(web, Maria, Abdulrahman, new Recipient("Suharto", "", Maria.Email, "id")))),
    ];

    private static BadgeEmailModel Claim(WebOptions web, Recipient recipient, PlatformName platform) => new(
        web.OrganisationName,
        recipient.GreetingName,
        recipient.Email,
        BadgeName,
        UrlOf(web, "badge-images/level-c-project-manager"),
        AwardedOn,
        UrlOf(web, "claim/sample-of-a-claim-link"),
        AwardedOn.AddYears(1),
        IsReminder: false)
    {
        Platform = platform,
    };

    private static BadgeEmailModel Reminder(WebOptions web, Recipient recipient, PlatformName platform) =>
        Claim(web, recipient, platform) with { IsReminder = true, StopRemindersUrl = UrlOf(web, "reminders/sample-of-a-link") };

    private static BadgeEmailModel UpdatedClaim(WebOptions web, PlatformName platform) =>
        Claim(web, Maria, platform) with { IsUpdate = true, Changes = ChangesOf(Maria) };

    private static BadgeNoticeModel Notice(WebOptions web, Recipient recipient) => new(
        web.OrganisationName,
        recipient.GreetingName,
        BadgeName,
        UrlOf(web, "badge-images/level-c-project-manager"),
        AwardedOn,
        AwardedOn.AddYears(5),
        UrlOf(web, "my-badges"),
        Revocation: null);

    private static SignInEmailModel SignIn(WebOptions web, params IReadOnlyList<Recipient> members) => new(
        web.OrganisationName,
        members is [var only] ? only.GreetingName : null,
        [.. members.Select((member, index) => new SignInLink(member.FullName, UrlOf(web, $"sign-in/sample-{index + 1}")))]);

    // All that can change at once.
    private static IReadOnlyList<string> ChangesOf(Recipient recipient) => ChangedFacts.Of(new Badge
    {
        Key = new BadgeKey("m-1001", "sample"),
        AchievementId = "sample",
        TemplateCode = "level-c-project-manager",
        Category = BadgeCategory.Certificate,
        Name = BadgeName,
        Recipient = recipient,
        AwardedOn = AwardedOn,
        ExpiresOn = AwardedOn.AddYears(5),
        Evidence = new Uri("https://certificates.example.org/records/2026/level-c/104233"),
        State = BadgeState.Pending,
        Changes = BadgeChanges.Name | BadgeChanges.Address | BadgeChanges.AwardedOn | BadgeChanges.ExpiresOn | BadgeChanges.Evidence | BadgeChanges.Results,
        ClaimableUntil = DateTimeOffset.MaxValue,
        CreatedAt = DateTimeOffset.UnixEpoch,
        StateChangedAt = DateTimeOffset.UnixEpoch,
    });

    private static string UrlOf(WebOptions web, string path) => new Uri(web.PublicUrl, path).AbsoluteUri;
}
