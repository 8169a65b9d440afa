using System.Net;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Hosting;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Certification;
using Microsoft.Playwright;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Hosting;

/// <summary>The whole journey of a body that has no account on Credly: nothing of Credly is set, and nothing of it is called.</summary>
public sealed class HostedBadgeTests : HostedTest
{
    [Fact]
    public async Task A_badge_is_claimed_accepted_and_shown_without_credly()
    {
        var (badge, link) = await App.AwardAndMailAsync();

        await ClaimAsync(Member, link);
        Assert.Equal("Accept your badge", Member.Page.QuerySelector("h1")!.TextContent);
        await Member.PressAsync("ACCEPT BADGE", CancellationToken.None);

        Assert.Equal("This badge is yours", Member.Page.QuerySelector("h1")!.TextContent);
        Assert.Contains("Maria Rossi", Member.Page.Body!.TextContent, StringComparison.Ordinal);
        await App.WorkflowAsync(badge, BadgeState.Accepted);
        Assert.Null((await App.Badges.GetAsync(badge, CancellationToken.None)).VisibleUrl);
        await Member.PressAsync("MAKE IT PUBLIC", CancellationToken.None);
        var page = (await App.Badges.GetAsync(badge, CancellationToken.None)).VisibleUrl!;
        await Member.OpenAsync(page, CancellationToken.None);
        Assert.Equal("Best Practice Week attendee", Member.Page.QuerySelector("h1")!.TextContent);
        Assert.Contains("Maria Rossi", Member.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(App.Sandbox.Faults.Calls, call => call.Contains("/v1/", StringComparison.Ordinal));
        Assert.DoesNotContain("Credly", App.Sandbox.Mailbox.Mails[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Credly", App.Sandbox.Mailbox.Mails[0].Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_badge_that_was_rejected_can_still_be_accepted()
    {
        var (badge, link) = await App.AwardAndMailAsync();
        await ClaimAsync(Member, link);
        var page = Member.Address;

        await Member.PressAsync("REJECT", CancellationToken.None);
        await App.BadgeAsync(badge, BadgeState.Declined);
        await Member.OpenAsync(page, CancellationToken.None);
        await Member.PressAsync("ACCEPT BADGE", CancellationToken.None);

        await App.WorkflowAsync(badge, BadgeState.Accepted);
    }

    [Fact]
    public async Task In_a_browser_with_scripts_too_the_button_counts_that_was_pressed()
    {
        var badge = await ClaimedAsync();
        var page = await App.Chromium.OpenAsync();
        await page.GotoAsync(Member.Address.AbsoluteUri);

        await page.Locator("button[formaction$='/reject']").ClickAsync();

        await Assertions.Expect(page.Locator(".notice")).ToContainTextAsync("You have rejected this badge.");
        await App.BadgeAsync(badge, BadgeState.Declined);
    }

    [Fact]
    public async Task Nobody_sees_a_badge_before_it_is_shared_and_a_revoked_one_is_gone()
    {
        var achievement = Achievement.Sample();
        var (badge, link) = await App.AwardAndMailAsync(achievement);
        var page = (await App.Badges.GetAsync(badge, CancellationToken.None)).Platform!.PublicUrl!;
        Assert.Equal(HttpStatusCode.NotFound, (await App.Client.GetAsync(page)).StatusCode);
        await ClaimAsync(Member, link);
        await Member.PressAsync("ACCEPT BADGE", CancellationToken.None);
        await App.WorkflowAsync(badge, BadgeState.Accepted);
        Assert.Equal(HttpStatusCode.NotFound, (await App.Client.GetAsync(page)).StatusCode);
        await Member.PressAsync("MAKE IT PUBLIC", CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, (await App.Client.GetAsync(page)).StatusCode);

        await App.Sandbox.Certification.TellAsync(CertificationNews.Revoked(achievement.AchievementId, "By mistake"));

        await App.BadgeAsync(badge, row => row.Platform?.State is PlatformState.Revoked);
        Assert.Equal(HttpStatusCode.Gone, (await App.Client.GetAsync(page)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await App.Client.GetAsync("/badges/AAAAAAAAAAAAAAAAAAAAAA")).StatusCode);
    }

    [Fact]
    public async Task A_renewed_badge_stays_accepted_under_the_address_that_was_shared()
    {
        var achievement = Achievement.Sample() with { ExpiresOn = "2030-12-31" };
        var (badge, link) = await App.AwardAndMailAsync(achievement);
        await ClaimAsync(Member, link);
        await Member.PressAsync("ACCEPT BADGE", CancellationToken.None);
        await App.WorkflowAsync(badge, BadgeState.Accepted);
        await Member.PressAsync("MAKE IT PUBLIC", CancellationToken.None);
        var page = (await App.Badges.GetAsync(badge, CancellationToken.None)).VisibleUrl!;

        await App.Sandbox.Certification.TellAsync(CertificationNews.Renewed(achievement.AchievementId, "2035-12-31"));

        var renewed = await App.BadgeAsync(badge, row => row.Platform?.Revision == 2);
        Assert.Equal((BadgeState.Accepted, page), (renewed.State, renewed.VisibleUrl));
        Assert.Contains("31 December 2035", await App.Client.GetStringAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opening_the_link_changes_nothing_and_a_forged_form_neither()
    {
        var badge = await ClaimedAsync();
        var accept = Member.Address;

        Assert.Equal(HttpStatusCode.OK, (await App.Client.GetAsync(accept)).StatusCode);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["__form"] = "forged" });
        Assert.Equal(HttpStatusCode.BadRequest, (await App.Client.PostAsync(accept, form)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await App.Client.GetAsync($"{App.Url}/accept/aGVsbG8.AAAAAAAAAAAAAAAAAAAAAA")).StatusCode);

        Assert.Equal(BadgeState.Redirected, (await App.Badges.GetAsync(badge, CancellationToken.None)).State);
        var hosted = await Hosted.FindAsync(HostedBadge.IdOf(badge, 1), CancellationToken.None);
        Assert.Equal(PlatformState.Pending, hosted!.State);
    }

    [Theory]
    [InlineData("%23aaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("%5Caaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("%3Faaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("%01aaaaaaaaaaaaaaaaaaaaa")]
    public async Task What_cannot_be_a_slug_is_404(string slug)
    {
        await using var app = await StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync($"/badges/{slug}")).StatusCode);
    }

    [Fact]
    public async Task Without_an_account_a_template_of_credly_s_waits_with_the_reason()
    {
        await using var other = await StartAsync(PlatformName.Credly);

        var badge = await other.AwardAsync();

        var waiting = await other.BadgeAsync(badge, row => row.Problem is not null);
        Assert.Contains("Credly is not set up", waiting.Problem!.Reason, StringComparison.Ordinal);
    }
}
