using System.Net;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Hosting;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Journey;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Hosting;

/// <summary>For whom, how long and for what the link is good with which a badge is accepted here.</summary>
public sealed class AcceptLinkTests : HostedTest
{
    [Fact]
    public async Task One_press_accepts_after_two_corrections()
    {
        var badge = await ClaimedAsync();
        var accept = Member.Address;
        foreach (var name in new[] { "Verdi", "Bianchi" })
        {
            await CorrectAsync(name);
            await App.BadgeAsync(badge, row => row.Recipient.FamilyName == name && row.Platform!.Revision == row.Revision);
        }

        await Member.OpenAsync(accept, None);
        Assert.Contains("Bianchi", Member.Page.Body!.TextContent, StringComparison.Ordinal);
        await Member.PressAsync("ACCEPT BADGE", None);

        await App.BadgeAsync(badge, BadgeState.Accepted);
        Assert.Contains("Bianchi", await PageAsync(badge), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_claim_it_leads_nowhere()
    {
        var (badge, _) = await App.AwardAndMailAsync(Achievement);

        Assert.Equal(HttpStatusCode.Gone, await OpenAsync((await App.Badges.GetAsync(badge, None)).Platform!.AcceptUrl!));
    }

    [Fact]
    public async Task It_ends_an_hour_after_the_claim_and_another_claim_opens_it_anew()
    {
        var (badge, link) = await App.AwardAndMailAsync(Achievement);
        await ClaimAsync(Member, link);
        App.Clock.Advance(AcceptWindow.Length);

        Assert.Equal(HttpStatusCode.Gone, await OpenAsync(Member.Address));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Member.PressAsync("ACCEPT BADGE", None));
        Assert.Equal(PlatformState.Pending, (await Hosted.FindAsync(HostedBadge.IdOf(badge, 1), None))!.State);

        await ClaimAsync(Member, link);
        await Member.PressAsync("ACCEPT BADGE", None);
        await App.WorkflowAsync(badge, BadgeState.Accepted);
    }

    [Fact]
    public async Task It_is_worth_nothing_once_the_badge_goes_to_another_address()
    {
        var (badge, _) = await App.AwardAndMailAsync(Achievement);
        var stale = await LinkAsync("maria.rossi@example.org");
        using var stranger = new MemberBrowser();
        await ClaimAsync(stranger, stale);
        var accept = stranger.Address;

        await TellAsync(CertificationNews.MemberUpdated(new AwardedMember { Email = "right@example.org" }));
        await App.BadgeAsync(badge, row => row.Platform?.Revision == 2);
        var link = await LinkAsync("right@example.org");

        Assert.Equal(HttpStatusCode.NotFound, await OpenAsync(accept));
        await Assert.ThrowsAsync<InvalidOperationException>(() => stranger.PressAsync("ACCEPT BADGE", None));
        Assert.Equal(HttpStatusCode.Gone, await OpenAsync(stale));
        Assert.Equal(PlatformState.Pending, (await Hosted.FindAsync(HostedBadge.IdOf(badge, 2), None))!.State);
        await ClaimAsync(Member, link);
        await Member.PressAsync("ACCEPT BADGE", None);
        await App.WorkflowAsync(badge, BadgeState.Accepted);
    }

    [Fact]
    public async Task A_badge_is_accepted_and_shown_as_valid_until_its_last_day_is_over_everywhere()
    {
        var lastDay = DateOnly.FromDateTime(App.Clock.GetUtcNow().UtcDateTime);
        var (badge, link) = await App.AwardAndMailAsync(Achievement with { ExpiresOn = $"{lastDay:yyyy-MM-dd}" });
        App.Clock.SetUtcNow(new DateTimeOffset(lastDay.AddDays(1), new TimeOnly(6, 0), TimeSpan.Zero));

        await ClaimAsync(Member, link);
        await Member.PressAsync("ACCEPT BADGE", None);

        await App.BadgeAsync(badge, BadgeState.Accepted);
        Assert.DoesNotContain("has expired", await PageAsync(badge), StringComparison.Ordinal);
        App.Clock.SetUtcNow(new DateTimeOffset(lastDay.AddDays(1), new TimeOnly(12, 0), TimeSpan.Zero));
        Assert.Contains("has expired", await PageAsync(badge), StringComparison.Ordinal);
    }

    private async Task<HttpStatusCode> OpenAsync(Uri address) => (await App.Client.GetAsync(address)).StatusCode;

    private async Task<Uri> LinkAsync(string address) =>
        BadgeApplication.LinkIn(await App.MailAsync(mail => mail.ToAddress == address), "/claim/");
}
