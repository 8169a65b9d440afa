using System.Net;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Journey;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EndToEnd.OpenBadges;

/// <summary>The whole journey of a body that has no account on Credly: nothing of Credly is set, and nothing of it is called.</summary>
public sealed class HostedBadgeTests
{
    [Fact]
    public async Task A_badge_is_claimed_accepted_and_shown_without_credly()
    {
        await using var app = await StartAsync();
        var (badge, link) = await app.AwardAndMailAsync();
        using var member = new MemberBrowser();

        await ClaimAsync(member, link);
        Assert.Equal("Accept your badge", member.Page.QuerySelector("h1")!.TextContent);
        await member.PressAsync("ACCEPT BADGE", CancellationToken.None);

        Assert.Equal("Best Practice Week attendee", member.Page.QuerySelector("h1")!.TextContent);
        Assert.Contains("Maria Rossi", member.Page.Body!.TextContent, StringComparison.Ordinal);
        await app.WorkflowAsync(badge, BadgeState.Accepted);
        var row = await app.Badges.GetAsync(badge, CancellationToken.None);
        Assert.Equal(member.Address, row.Platform!.VisibleUrl);
        Assert.DoesNotContain(app.Sandbox.Faults.Calls, call => call.Contains("/v1/", StringComparison.Ordinal));
        Assert.DoesNotContain("Credly", app.Sandbox.Mailbox.Mails[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Credly", app.Sandbox.Mailbox.Mails[0].Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_badge_that_was_rejected_can_still_be_accepted()
    {
        await using var app = await StartAsync();
        var (badge, link) = await app.AwardAndMailAsync();
        using var member = new MemberBrowser();
        await ClaimAsync(member, link);
        var page = member.Address;

        await member.PressAsync("REJECT", CancellationToken.None);
        await app.BadgeAsync(badge, BadgeState.Declined);
        await member.OpenAsync(page, CancellationToken.None);
        await member.PressAsync("ACCEPT BADGE", CancellationToken.None);

        await app.WorkflowAsync(badge, BadgeState.Accepted);
    }

    [Fact]
    public async Task Nobody_sees_a_badge_before_it_is_accepted_and_a_revoked_one_is_gone()
    {
        await using var app = await StartAsync();
        var achievement = Achievement.Sample();
        var (badge, link) = await app.AwardAndMailAsync(achievement);
        var page = (await app.Badges.GetAsync(badge, CancellationToken.None)).Platform!.PublicUrl!;
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync(page)).StatusCode);
        using var member = new MemberBrowser();
        await ClaimAsync(member, link);
        await member.PressAsync("ACCEPT BADGE", CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, (await app.Client.GetAsync(page)).StatusCode);

        await app.Sandbox.Certification.TellAsync(CertificationNews.Revoked(achievement.AchievementId, "By mistake"));

        await app.BadgeAsync(badge, row => row.Platform?.State is PlatformState.Revoked);
        Assert.Equal(HttpStatusCode.Gone, (await app.Client.GetAsync(page)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync("/badges/AAAAAAAAAAAAAAAAAAAAAA")).StatusCode);
    }

    [Fact]
    public async Task A_renewed_badge_stays_accepted_under_the_address_that_was_shared()
    {
        await using var app = await StartAsync();
        var achievement = Achievement.Sample() with { ExpiresOn = "2030-12-31" };
        var (badge, link) = await app.AwardAndMailAsync(achievement);
        using var member = new MemberBrowser();
        await ClaimAsync(member, link);
        await member.PressAsync("ACCEPT BADGE", CancellationToken.None);
        var page = member.Address;
        await app.WorkflowAsync(badge, BadgeState.Accepted);

        await app.Sandbox.Certification.TellAsync(CertificationNews.Renewed(achievement.AchievementId, "2035-12-31"));

        var renewed = await app.BadgeAsync(badge, row => row.Platform?.Revision == 2);
        Assert.Equal((BadgeState.Accepted, page), (renewed.State, renewed.Platform!.PublicUrl));
        Assert.Contains("31 December 2035", await app.Client.GetStringAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opening_the_link_changes_nothing_and_a_forged_form_neither()
    {
        await using var app = await StartAsync();
        var (badge, _) = await app.AwardAndMailAsync();
        var accept = (await app.Badges.GetAsync(badge, CancellationToken.None)).Platform!.AcceptUrl!;

        Assert.Equal(HttpStatusCode.OK, (await app.Client.GetAsync(accept)).StatusCode);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["__form"] = "forged" });
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Client.PostAsync(accept, form)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync($"{app.Url}/accept/aGVsbG8.AAAAAAAAAAAAAAAAAAAAAA")).StatusCode);

        Assert.Equal(BadgeState.Pending, (await app.Badges.GetAsync(badge, CancellationToken.None)).State);
        var hosted = await app.Services.GetRequiredService<HostedBadges>().FindAsync(HostedBadge.IdOf(badge, 1), CancellationToken.None);
        Assert.Equal(PlatformState.Pending, hosted!.State);
    }

    [Fact]
    public async Task Without_an_account_a_template_of_credly_s_waits_with_the_reason()
    {
        await using var app = await StartAsync(PlatformName.Credly);

        var badge = await app.AwardAsync();

        var waiting = await app.BadgeAsync(badge, row => row.Problem is not null);
        Assert.Contains("Credly is not set up", waiting.Problem!.Reason, StringComparison.Ordinal);
    }

    private static Task<BadgeApplication> StartAsync(PlatformName platform = PlatformName.OpenBadges) => BadgeApplication.StartAsync(
        ("Credly:BaseAddress", null), ("Credly:OrganizationId", null), ("Credly:AuthorizationToken", null), ("Badges:Platform", platform.ToString()));

    private static async Task ClaimAsync(MemberBrowser member, Uri link)
    {
        await member.OpenAsync(link, CancellationToken.None);
        await member.PressAsync("CLAIM BADGE", CancellationToken.None);
        await member.PressAsync("GO TO MY BADGE", CancellationToken.None);
    }
}
