using System.Net;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Members;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Sandbox.Certification;

namespace BadgeFunctions.Functions.Tests.EndToEnd.OpenBadges;

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
    public async Task While_the_badge_is_replaced_its_member_is_told_so_and_an_acceptance_counts_afterwards()
    {
        var badge = await ClaimedAsync();
        App.TableCalls.BeforeFirst(
            write => write.StartsWith("POST", StringComparison.Ordinal) && write.Contains($"\"{HostedBadge.IdOf(badge, 2)}\"", StringComparison.Ordinal)
                && write.Contains("Bianchi", StringComparison.Ordinal),
            () => Member.PressAsync("ACCEPT BADGE", None));

        await CorrectAsync("Bianchi");

        await App.AdvanceUntilAsync(
            TimeSpan.FromSeconds(1), async () => (await App.Badges.GetAsync(badge, None)).State is BadgeState.Accepted);
        Assert.Contains("is being updated", Member.Page.Title, StringComparison.Ordinal);
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
            async () =>
            {
                // The page asks the badge's row, which says that it was revoked; its workflow may have been started before.
                await App.Durable.ScheduleNewOrchestrationInstanceAsync(
                    nameof(HostedDecisionWorkflow), AcceptanceOf(badge), new StartOrchestrationOptions(AcceptanceOf(badge).InstanceId), None);
                await BadgeApplication.UntilAsync(
                    async () => await Hosted.FindAsync(HostedBadge.IdOf(badge, 1), None) is { State: PlatformState.Accepted }, () => "not accepted");
            });

        await TellAsync(CertificationNews.Revoked(Achievement.AchievementId, "By mistake"));

        await App.BadgeAsync(badge, row => row.Platform?.State is PlatformState.Revoked);
        await AssertRevokedAsync(badge);
    }

    private static bool IsOf(BadgeKey badge, string write, int revision) =>
        write.Contains($"HostedBadges(PartitionKey='{HostedBadge.IdOf(badge, revision)}'", StringComparison.Ordinal);

    private static HostedDecision AcceptanceOf(BadgeKey badge) => new(
        HostedBadge.IdOf(badge, 1), badge, PlatformState.Accepted, EmailAddress.Digest(Achievement.Sample().Member.Email));

    private async Task AssertRevokedAsync(BadgeKey badge)
    {
        await App.AdvanceUntilAsync(
            TimeSpan.FromMinutes(1), async () => await App.Durable.GetInstanceAsync(AcceptanceOf(badge).InstanceId, None) is { IsCompleted: true });
        var row = await App.Badges.GetAsync(badge, None);
        Assert.Equal((BadgeState.Revoked, PlatformState.Revoked), (row.State, row.Platform!.State));
        Assert.Equal(HttpStatusCode.Gone, (await App.Client.GetAsync(row.Platform.PublicUrl)).StatusCode);
    }
}
