using BadgeFunctions.Functions.Email.Templates;
using BadgeFunctions.Functions.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.Email.Templates;

public sealed class EmailTemplatesTests : IDisposable
{
    private const string Link = "https://badges.example.org/claim/link";

    private static readonly BadgeEmailModel Claim = new(
        "Example Association",
        "Maria",
        "maria.rossi@example.org",
        "Best Practice Week attendee",
        "https://badges.example.org/assets/badge.png?v=1",
        new DateOnly(2021, 4, 26),
        Link,
        new DateOnly(2022, 4, 26),
        IsReminder: false);

    private readonly ServiceProvider _services = WebServices.Create();

    private EmailTemplates Templates => _services.GetRequiredService<EmailTemplates>();

    public void Dispose() => _services.Dispose();

    [Theory]
    [InlineData(false, "Claim your digital badge: Best Practice Week attendee", "Congratulations! Example Association has awarded you")]
    [InlineData(true, "Reminder: claim your digital badge Best Practice Week attendee", "is still waiting for you")]
    public async Task The_claim_email_and_its_reminder_say_what_they_are_in_both_parts(bool isReminder, string subject, string opening)
    {
        var content = await Templates.ClaimAsync(Claim with { IsReminder = isReminder });

        Assert.Equal(subject, content.Subject);
        foreach (var part in new[] { content.Html, content.Text })
        {
            Assert.Contains(opening, part, StringComparison.Ordinal);
            Assert.Contains("awarded on 26 April 2021", part, StringComparison.Ordinal);
            Assert.Contains("26 April 2022", part, StringComparison.Ordinal);
            Assert.All(Claim.Steps, step => Assert.Contains(step.Replace("'", isHtml(part) ? "&#x27;" : "'", StringComparison.Ordinal), part, StringComparison.Ordinal));
            Assert.Contains("knows you by this address", part, StringComparison.Ordinal);
        }

        static bool isHtml(string part) => part.StartsWith('<');
    }

    [Fact]
    public async Task The_link_is_a_button_and_stands_in_plain_in_both_parts()
    {
        var content = await Templates.ClaimAsync(Claim);

        Assert.Matches($"<a href=\"{Link}\" style=\"[^\"]*\">CLAIM BADGE</a>", content.Html);
        Assert.Matches($"<a class=\"link\" dir=\"ltr\" href=\"{Link}\" style=\"[^\"]*\">{Link}</a>", content.Html);
        Assert.Contains($"CLAIM BADGE: {Link}\n", content.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_email_says_where_to_go_when_one_is_missing_and_whom_to_ask()
    {
        EmailContent[] all =
        [
            await Templates.ClaimAsync(Claim),
            await Templates.NoticeAsync(new BadgeNoticeModel("A", "Maria", "B", Claim.ImageUrl, Claim.AwardedOn, null, "https://badges.example.org/my-badges", null)),
            await Templates.SignInAsync(new SignInEmailModel("A", "Maria", [new SignInLink("Maria", Link)])),
            await Templates.ConfirmAddressAsync(new ConfirmAddressEmailModel("A", "Maria", Link)),
        ];

        Assert.All(all.SelectMany(one => new[] { one.Html, one.Text }), part =>
        {
            Assert.Contains("Is an e-mail about a badge missing? Sign in, or have it sent again:", part, StringComparison.Ordinal);
            Assert.Contains("https://badges.example.org/sign-in", part, StringComparison.Ordinal);
            Assert.Contains("Questions? Reply to this e-mail, or write to office@example.org.", part, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task The_image_has_an_absolute_address_and_says_what_it_shows() =>
        Assert.Contains(
            "<img src=\"https://badges.example.org/assets/badge.png?v=1\" width=\"200\" height=\"200\" alt=\"Best Practice Week attendee\"",
            (await Templates.ClaimAsync(Claim)).Html,
            StringComparison.Ordinal);

    [Fact]
    public async Task Email_programs_need_to_load_nothing_but_the_image()
    {
        var html = (await Templates.ClaimAsync(Claim)).Html;

        Assert.DoesNotContain("<link", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Single(html.Split("src=").Skip(1));
    }

    [Fact]
    public async Task Without_its_style_sheet_an_email_has_all_colours_inline_and_with_it_dark_ones_where_they_are_wanted()
    {
        var html = (await Templates.ClaimAsync(Claim)).Html;

        var classed = html.Split('<').Where(tag => tag.Contains(" class=\"", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(classed);
        Assert.All(classed, tag => Assert.Matches("style=\"[^\"]*(background|color|border)[^\"]*\"", tag));
        Assert.Contains("@media (prefers-color-scheme: dark)", html, StringComparison.Ordinal);
        Assert.Contains("<meta name=\"color-scheme\" content=\"light dark\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outlook_gets_a_table_of_fixed_width_and_closes_it()
    {
        var html = (await Templates.ClaimAsync(Claim)).Html;

        Assert.Contains("<!--[if mso]><table role=\"presentation\" width=\"560\"", html, StringComparison.Ordinal);
        Assert.Contains("<!--[if mso]></td></tr></table><![endif]-->", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_names_are_text_in_the_HTML_part()
    {
        var claim = await Templates.ClaimAsync(Claim with { GreetingName = WebServices.Hostile, BadgeName = WebServices.Hostile, Organisation = WebServices.Hostile });
        var signIn = await Templates.SignInAsync(new SignInEmailModel(
            WebServices.Hostile, WebServices.Hostile, [new SignInLink(WebServices.Hostile, "https://badges.example.org/sign-in/1"), new SignInLink(WebServices.Hostile, "https://badges.example.org/sign-in/2")]));

        var confirmation = await Templates.ConfirmAddressAsync(new ConfirmAddressEmailModel(WebServices.Hostile, WebServices.Hostile, "https://badges.example.org/confirm-address/1"));

        Assert.DoesNotContain("<script>", confirmation.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", claim.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", signIn.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(WebServices.Hostile)]
    public async Task Hostile_names_and_reasons_are_text_in_the_HTML_part_of_a_notice(string? reason)
    {
        var notice = await Templates.NoticeAsync(new BadgeNoticeModel(
            WebServices.Hostile, WebServices.Hostile, WebServices.Hostile, Claim.ImageUrl, Claim.AwardedOn, null, "https://badges.example.org/my-badges", reason));

        Assert.DoesNotContain("<script>", notice.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("\"friends\"", notice.Html, StringComparison.Ordinal);
        Assert.Single(notice.Html.Split("<img ").Skip(1));
    }

    [Fact]
    public async Task The_sign_in_email_has_the_link_how_long_it_is_good_and_what_to_do_for_who_did_not_ask()
    {
        var content = await Templates.SignInAsync(new SignInEmailModel("Example Association", "Maria", [new SignInLink("Maria Rossi", "https://badges.example.org/sign-in/link")]));

        Assert.Equal("Sign in to My Badges", content.Subject);
        foreach (var part in new[] { content.Html, content.Text })
        {
            Assert.Contains("https://badges.example.org/sign-in/link", part, StringComparison.Ordinal);
            Assert.Contains("It is valid for 10 minutes and works once.", part, StringComparison.Ordinal);
            Assert.Contains("If that was not you, ignore it", part, StringComparison.Ordinal);
        }
    }
}
