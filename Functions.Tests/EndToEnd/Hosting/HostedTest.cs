using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Hosting;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Journey;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Hosting;

/// <summary>A body without an account on Credly, and a member with a browser.</summary>
public abstract class HostedTest : IAsyncLifetime
{
    private protected static readonly CancellationToken None = CancellationToken.None;

    private protected BadgeApplication App { get; private set; } = null!;

    private protected MemberBrowser Member { get; } = new();

    private protected Achievement Achievement { get; } = Achievement.Sample();

    private protected HostedBadges Hosted => App.Services.GetRequiredService<HostedBadges>();

    public async Task InitializeAsync() => App = await StartAsync();

    public async Task DisposeAsync()
    {
        Member.Dispose();
        await App.DisposeAsync();
    }

    private protected static Task<BadgeApplication> StartAsync(PlatformName platform = PlatformName.OpenBadges) => BadgeApplication.StartAsync(
        ("Credly:BaseAddress", null), ("Credly:OrganizationId", null), ("Credly:AuthorizationToken", null), ("Badges:Platform", platform.ToString()));

    /// <summary>Awards the badge, and goes with the member as far as the page on which it is accepted.</summary>
    private protected async Task<BadgeKey> ClaimedAsync()
    {
        var (badge, link) = await App.AwardAndMailAsync(Achievement);
        await ClaimAsync(Member, link);
        return badge;
    }

    /// <summary>The badge once its member has accepted it here, and its credential is issued.</summary>
    private protected async Task<BadgeKey> AcceptedAsync()
    {
        var badge = await ClaimedAsync();
        await Member.PressAsync("ACCEPT BADGE", None);
        await App.BadgeAsync(badge, row => row.Credential is not null);
        return badge;
    }

    /// <summary>Its credential as its member downloads it.</summary>
    private protected async Task<byte[]> DownloadAsync(BadgeKey badge, string form)
    {
        using var response = await SignedIn.GetAsync(App, badge.MemberId, $"/my-badges/{badge.BadgeId}/credential/{form}");
        return await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }

    private protected static async Task ClaimAsync(MemberBrowser member, Uri link)
    {
        await member.OpenAsync(link, None);
        await member.PressAsync("CLAIM BADGE", None);
        await member.PressAsync("GO TO MY BADGE", None);
    }

    private protected async Task TellAsync(CertificationNews news) =>
        Assert.Equal(202, (await App.Sandbox.Certification.TellAsync(news)).Status);

    /// <summary>Tells of a correction of the member's family name.</summary>
    private protected Task CorrectAsync(string familyName) => TellAsync(
        CertificationNews.Corrected(Achievement with { Member = Achievement.Member with { FamilyName = familyName } }));

    /// <summary>The badge's public page, which its member has shared.</summary>
    private protected async Task<string> PageAsync(BadgeKey badge) => await App.Client.GetStringAsync((await SharedAsync(badge)).Platform!.PublicUrl);

    /// <summary>The badge once its member has made it public.</summary>
    private protected async Task<Badge> SharedAsync(BadgeKey badge) =>
        (await App.Badges.ChangeAsync(badge, what: null, row => row with { IsShared = true }, None))!;
}
