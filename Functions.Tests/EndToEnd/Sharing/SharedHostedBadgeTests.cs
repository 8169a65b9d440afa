using System.Net;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Hosting;
using BadgeFunctions.Functions.Tests.EndToEnd.Hosting;
using BadgeFunctions.Functions.Tests.Storage;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Sharing;

/// <summary>Who has accepted a badge here is told that it is theirs, and shares it without signing in.</summary>
public sealed class SharedHostedBadgeTests : HostedTest
{
    [Fact]
    public async Task Who_accepts_a_badge_shares_it_on_the_same_page_and_takes_that_back()
    {
        var badge = await AcceptedHereAsync();
        var page = (await App.Badges.GetAsync(badge, None)).Platform!.PublicUrl!;
        Assert.Contains("only you can see this badge", Member.Page.Body!.TextContent, StringComparison.Ordinal);

        await Member.PressAsync("MAKE IT PUBLIC", None);
        Assert.Equal(page.AbsoluteUri, Member.Page.QuerySelector("#share-link")!.TextContent);
        using var shared = await App.Client.GetAsync(page);
        await Member.PressAsync("MAKE IT PRIVATE", None);
        using var hidden = await App.Client.GetAsync(page);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (shared.StatusCode, hidden.StatusCode));
        Assert.DoesNotContain("Credly", await shared.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_an_hour_My_badges_is_the_place_for_that()
    {
        var badge = await AcceptedHereAsync();
        var accepted = Member.Address;
        App.Clock.Advance(AcceptWindow.Length);

        await Member.PressAsync("MAKE IT PUBLIC", None);

        Assert.False((await App.Badges.GetAsync(badge, None)).IsShared);
        await Member.OpenAsync(accepted, None);
        Assert.Equal("This badge is yours", Member.Page.QuerySelector("h1")!.TextContent);
        Assert.Null(Member.Page.QuerySelector("form"));
        using var own = await SignedIn.GetAsync(App, badge.MemberId, $"/my-badges/{badge.BadgeId}");
        Assert.Contains("MAKE IT PUBLIC", await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_shares_a_badge_that_is_not_accepted_yet()
    {
        var badge = await ClaimedAsync();
        var token = Member.Page.QuerySelector("input[name=__form]")!.GetAttribute("value")!;

        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["__form"] = token, ["visibility"] = "public" });
        using var response = await App.Client.PostAsync(new Uri($"{Member.Address.AbsoluteUri}/share"), form);

        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.False((await App.Badges.GetAsync(badge, None)).IsShared);
    }

    [Fact]
    public async Task The_certification_system_reads_the_page_s_address_once_it_is_shared()
    {
        var badge = await AcceptedHereAsync();
        var status = new Uri($"/api/badges/{badge.BadgeId}?code={TestSettings.CertificationKey}", UriKind.Relative);

        Assert.DoesNotContain("publicUrl\":\"", await App.Client.GetStringAsync(status), StringComparison.Ordinal);
        await Member.PressAsync("MAKE IT PUBLIC", None);
        Assert.Contains("publicUrl\":\"", await App.Client.GetStringAsync(status), StringComparison.Ordinal);
    }

    private async Task<BadgeKey> AcceptedHereAsync()
    {
        var badge = await ClaimedAsync();
        await Member.PressAsync("ACCEPT BADGE", None);
        await App.WorkflowAsync(badge, BadgeState.Accepted);
        return badge;
    }
}
