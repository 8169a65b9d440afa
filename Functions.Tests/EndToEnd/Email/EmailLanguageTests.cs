using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Journey;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Email;

/// <summary>E-mails are written in their member's language, whoever's request or event they come from.</summary>
public sealed class EmailLanguageTests
{
    private static readonly AwardedMember Layla = new() { Id = "m-layla", GivenName = "Layla", FamilyName = "Hassan", Email = "layla@example.org", Locale = "ar-EG" };
    private static readonly AwardedMember Piet = new() { Id = "m-piet", GivenName = "Piet", FamilyName = "Jansen", Email = "piet@example.org", Locale = "nl" };

    [Fact]
    public async Task Each_member_is_written_to_in_their_own_language_and_in_the_site_s_where_there_is_none()
    {
        await using var app = await BadgeApplication.StartAsync(("Web:DefaultLocale", "de"));
        await app.AwardAndMailAsync(Achievement.Sample() with { Member = Layla });
        await app.AwardAndMailAsync();
        await app.AwardAndMailAsync(Achievement.Sample() with { Member = Piet });
        using var browser = new MemberBrowser();
        await browser.OpenAsync(new Uri($"{app.Url}/sign-in?lang=en"), CancellationToken.None);
        await browser.PressAsync("Send me a link", CancellationToken.None, ("email", Layla.Email));
        await app.MailAsync(mail => mail.Categories.Contains("sign-in"));

        foreach (var (address, language, day) in new[]
        {
            (Layla.Email, "lang=\"ar\" dir=\"rtl\"", "26 أبريل 2021"),
            (Piet.Email, "lang=\"de\" dir=\"ltr\"", "26. April 2021"),
            ("maria.rossi@example.org", "lang=\"en\" dir=\"ltr\"", "26 April 2021"),
        })
        {
            var mails = app.Sandbox.Mailbox.Mails.Where(mail => mail.ToAddress == address).ToList();
            Assert.NotEmpty(mails);
            Assert.All(mails, mail => Assert.Contains($"<html {language}>", mail.Html, StringComparison.Ordinal));
            Assert.Contains(day, mails[0].Text, StringComparison.Ordinal);
        }
    }
}
