using System.Net;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Hosting;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Sandbox.Certification;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Hosting;

/// <summary>A member accepts a hosted badge at the very moment at which it is replaced or taken back.</summary>
public sealed class HostedRaceTests : HostedTest
{
    [Fact]
    public async Task An_acceptance_just_before_the_badge_is_replaced_is_kept()
    {
        var badge = await ClaimedAsync();
        App.TableCalls.BeforeFirst(
            write => IsOf(badge, write, 1) && write.Contains("ReplacedBy\":\"", StringComparison.Ordinal),
            () => Member.PressAsync("ACCEPT BADGE", None));

        await CorrectAsync("Bianchi");

        await App.BadgeAsync(badge, row => row is { State: BadgeState.Accepted, Platform: { Revision: 2, State: PlatformState.Accepted } });
        Assert.Contains("Bianchi", await PageAsync(badge), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_badge_is_replaced_its_member_is_told_so_and_can_accept_it_afterwards()
    {
        var badge = await ClaimedAsync();
        App.TableCalls.BeforeFirst(
            write => write.StartsWith("POST", StringComparison.Ordinal) && write.Contains($"\"{HostedBadge.IdOf(badge, 2)}\"", StringComparison.Ordinal)
                && write.Contains("Bianchi", StringComparison.Ordinal),
            () => Member.PressAsync("ACCEPT BADGE", None));

        var accept = Member.Address;

        await CorrectAsync("Bianchi");

        await App.BadgeAsync(badge, row => row.Platform is { Revision: 2 });
        Assert.Contains("is being updated", Member.Page.Title, StringComparison.Ordinal);
        await Member.OpenAsync(accept, None);
        await Member.PressAsync("ACCEPT BADGE", None);
        await App.BadgeAsync(badge, BadgeState.Accepted);
        Assert.Contains("Bianchi", await PageAsync(badge), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_acceptance_that_a_revocation_overtakes_is_none()
    {
        var badge = await ClaimedAsync();
        App.TableCalls.BeforeFirst(
            write => IsOf(badge, write, 1) && write.Contains("\"State\":\"Accepted\"", StringComparison.Ordinal),
            async () =>
            {
                await TellAsync(CertificationNews.Revoked(Achievement.AchievementId, "By mistake"));
                await App.BadgeAsync(badge, row => row.Platform?.State is PlatformState.Revoked);
            });

        // Whether the member sees that depends on who was overtaken, the page or its workflow.
        await Record.ExceptionAsync(() => Member.PressAsync("ACCEPT BADGE", None));

        await App.BadgeAsync(badge, row => row.Platform?.State is PlatformState.Revoked);
        await AssertRevokedAsync(badge);
    }

    [Fact]
    public async Task A_revocation_that_an_acceptance_overtakes_counts()
    {
        var badge = await ClaimedAsync();
        App.TableCalls.BeforeFirst(
            write => IsOf(badge, write, 1) && write.Contains("\"State\":\"Revoked\"", StringComparison.Ordinal),
            // The page has read the badge's row before that said that it was revoked.
            () => Hosted.ChangeAsync(HostedBadge.IdOf(badge, 1), current => current.Decided(PlatformState.Accepted, App.Clock.GetUtcNow()), None));

        await TellAsync(CertificationNews.Revoked(Achievement.AchievementId, "By mistake"));

        await App.BadgeAsync(badge, row => row.Platform?.State is PlatformState.Revoked);
        await AssertRevokedAsync(badge);
    }

    private static bool IsOf(BadgeKey badge, string write, int revision) =>
        write.Contains($"HostedBadges(PartitionKey='{HostedBadge.IdOf(badge, revision)}'", StringComparison.Ordinal);

    private async Task AssertRevokedAsync(BadgeKey badge)
    {
        await App.EventsFollowedUpAsync();
        var row = await App.Badges.GetAsync(badge, None);
        Assert.Equal((BadgeState.Revoked, PlatformState.Revoked), (row.State, row.Platform!.State));
        Assert.Equal(HttpStatusCode.Gone, (await App.Client.GetAsync((await SharedAsync(badge)).Platform!.PublicUrl)).StatusCode);
    }
}
