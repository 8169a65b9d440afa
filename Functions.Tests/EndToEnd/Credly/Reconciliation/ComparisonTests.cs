using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Credly.Reconciliation;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Credly;
using BadgeFunctions.Sandbox.Faults;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Credly.Reconciliation;

/// <summary>The nightly comparison of all open badges, started by hand.</summary>
public sealed class ComparisonTests
{
    [Fact]
    public async Task Open_badges_that_differ_are_mended_page_by_page_with_one_call_for_each()
    {
        await using var app = await StartAsync();
        var open = new List<BadgeKey>();
        for (var i = 0; i < CompareOpenBadges.PageSize + 2; i++)
        {
            open.Add((await app.AwardAndMailAsync(Somebodys(i))).Badge);
        }

        foreach (var there in app.Sandbox.Credly.Badges)
        {
            app.Sandbox.Credly.SetState(there.Id, CredlyBadgeState.Accepted);
        }

        var mended = await CompareAsync(app);

        Assert.Equal(open.Count, mended);
        foreach (var badge in open)
        {
            await app.WorkflowAsync(badge, BadgeState.Accepted);
        }
    }

    [Fact]
    public async Task Badges_that_are_the_same_cost_one_call_each_and_nothing_else()
    {
        await using var app = await StartAsync();
        await app.AwardAndMailAsync();
        var before = app.Sandbox.Faults.Calls.Count;

        Assert.Equal(0, await CompareAsync(app));

        Assert.Equal(before + 1, app.Sandbox.Faults.Calls.Count);
    }

    [Fact]
    public async Task A_badge_whose_workflow_is_lost_gets_a_new_one()
    {
        await using var app = await StartAsync();
        var (badge, _) = await app.AwardAndMailAsync();
        await app.Durable.TerminateInstanceAsync(badge.InstanceId, "lost", CancellationToken.None);
        await app.Durable.WaitForInstanceCompletionAsync(badge.InstanceId, CancellationToken.None);

        Assert.Equal(1, await CompareAsync(app));

        await app.WorkflowAsync(badge, BadgeState.Pending);
        Assert.Single(app.Sandbox.Credly.Badges);
    }

    [Fact]
    public async Task A_badge_that_cannot_be_read_does_not_hold_up_the_others()
    {
        await using var app = await StartAsync();
        var first = (await app.AwardAndMailAsync(Somebodys(1))).Badge;
        var second = (await app.AwardAndMailAsync(Somebodys(2))).Badge;
        foreach (var there in app.Sandbox.Credly.Badges)
        {
            app.Sandbox.Credly.SetState(there.Id, CredlyBadgeState.Accepted);
        }

        app.Sandbox.Faults.Add("GET", "/v1/", new Fault(FaultKind.Answer, 404));

        Assert.Equal(1, await CompareAsync(app));

        await BadgeApplication.UntilAsync(
            async () => (await app.Badges.GetAsync(first, CancellationToken.None)).State is BadgeState.Accepted
                || (await app.Badges.GetAsync(second, CancellationToken.None)).State is BadgeState.Accepted,
            () => "neither is accepted");
        Assert.Contains(app.Logs.All, log => log.Message.Contains("1 could not be read", StringComparison.Ordinal));
    }

    private static async Task<BadgeApplication> StartAsync()
    {
        var app = await BadgeApplication.StartAsync();
        app.Sandbox.CredlyWebhooks.Deliver = false;
        return app;
    }

    private static Achievement Somebodys(int number) => Achievement.Sample() with
    {
        Member = new AwardedMember { Id = $"m-{number}", Email = $"m{number}@example.org" },
    };

    private static async Task<int> CompareAsync(BadgeApplication app)
    {
        await app.Durable.ScheduleNewOrchestrationInstanceAsync(
            nameof(CredlyComparisonWorkflow), new Comparison(), new StartOrchestrationOptions(CompareWithCredly.InstanceId));
        var ended = await app.Durable.WaitForInstanceCompletionAsync(CompareWithCredly.InstanceId, getInputsAndOutputs: true, CancellationToken.None);
        return ended.ReadOutputAs<int>();
    }
}
