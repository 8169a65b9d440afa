using Azure;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Hosting;
using BadgeFunctions.Functions.Tests.Storage;
using BadgeFunctions.Functions.Workflow;
using BadgeFunctions.Sandbox.Certification;
using BadgeFunctions.Sandbox.Credly;
using BadgeFunctions.Sandbox.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Workflow.Reconciliation;

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

    [Fact]
    public async Task A_badge_that_credly_does_not_know_any_more_has_that_as_its_problem_and_stays_as_it_is()
    {
        await using var app = await StartAsync();
        var (badge, _) = await app.AwardAndMailAsync();
        app.Sandbox.Credly.Delete(Assert.Single(app.Sandbox.Credly.Badges).Id);

        Assert.Equal(0, await CompareAsync(app));

        var row = await app.BadgeAsync(badge, row => row.Problem is not null);
        Assert.Equal((BadgeState.Pending, "The platform does not know the badge."), (row.State, row.Problem!.Reason));
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_does_not_hold_up_the_others()
    {
        await using var app = await StartAsync();
        var broken = (await app.AwardAndMailAsync(Somebodys(1))).Badge;
        var other = (await app.AwardAndMailAsync(Somebodys(2))).Badge;
        await app.Tables.GetTableClient(BadgeStore.Table).UpdateEntityAsync(
            new TableEntity(broken.MemberId, BadgeEntity.RowKeyOf(broken.BadgeId)) { ["Category"] = "FromTheFuture" }, ETag.All, TableUpdateMode.Merge);
        app.Sandbox.Credly.SetState(app.Sandbox.Credly.Badges.Single(one => one.IssuerEarnerId == other.BadgeId).Id, CredlyBadgeState.Accepted);

        Assert.Equal(1, await CompareAsync(app));

        await app.WorkflowAsync(other, BadgeState.Accepted);
        Assert.Contains(app.Logs.All, log => log.Message.Contains("1 could not be read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_badge_that_is_hosted_here_whose_acceptance_nobody_heard_of_is_mended()
    {
        await using var app = await BadgeApplication.StartAsync(
            ("Credly:BaseAddress", null), ("Credly:OrganizationId", null), ("Credly:AuthorizationToken", null), ("Badges:Platform", "OpenBadges"));
        var (badge, _) = await app.AwardAndMailAsync();
        var there = (await app.Badges.GetAsync(badge, CancellationToken.None)).Platform!.Id;
        await app.Services.GetRequiredService<HostedBadges>().ChangeAsync(
            there, one => one with { State = PlatformState.Accepted }, CancellationToken.None);

        Assert.Equal(1, await CompareAsync(app));

        await app.WorkflowAsync(badge, BadgeState.Accepted);
    }

    [Fact]
    public async Task A_run_that_is_interrupted_goes_on_at_its_page()
    {
        await using var app = await StartAsync();
        const int Badges = CompareOpenBadges.PageSize + 5;
        for (var i = 0; i < Badges; i++)
        {
            await app.AwardAndMailAsync(Somebodys(i));
        }

        foreach (var there in app.Sandbox.Credly.Badges)
        {
            app.Sandbox.Credly.SetState(there.Id, CredlyBadgeState.Accepted);
        }

        // In the middle of the second page.
        var open = await InStateAsync(app, BadgeState.Pending);
        var (first, last) = (open[0], open[^1]);
        var held = new Fault(FaultKind.HoldAnswer);
        app.Sandbox.Faults.Add("GET", $"/v1/organizations/{TestSettings.Sandbox.CredlyOrganizationId}/badges/{last.Platform!.Id}", held);
        var before = app.Sandbox.Faults.Calls.Count;
        await BeginAsync(app);
        await held.Held;

        await app.RestartAsync();
        held.Release();
        var mended = await EndAsync(app);

        // Those of the second page that were followed up before the crash are mended already.
        Assert.InRange(mended, CompareOpenBadges.PageSize + 1, Badges);
        Assert.Contains(app.Logs.All, log => log.Message.Contains($"{mended} mended", StringComparison.Ordinal));
        await BadgeApplication.UntilAsync(
            async () => (await InStateAsync(app, BadgeState.Accepted)).Count == Badges, () => "not all are accepted");
        // Once for the comparison and once for the follow-up: the first page is not read again.
        Assert.Equal(2, app.Sandbox.Faults.Calls.Skip(before).Count(call => call.EndsWith(first.Platform!.Id, StringComparison.Ordinal)));
    }

    // In the order of the table, as the comparison sees them.
    private static async Task<List<Badge>> InStateAsync(BadgeApplication app, BadgeState state)
    {
        var rows = await app.Tables.GetTableClient(BadgeStore.Table).QueryAsync<TableEntity>($"State eq '{state}'").ToListAsync();
        return [.. BadgeEntity.ReadAll(rows, error => throw error)];
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
        await BeginAsync(app);
        return await EndAsync(app);
    }

    private static Task BeginAsync(BadgeApplication app) => app.Durable.ScheduleNewOrchestrationInstanceAsync(
        nameof(ComparisonWorkflow), new Comparison(), new StartOrchestrationOptions(CompareWithPlatforms.InstanceId));

    private static async Task<int> EndAsync(BadgeApplication app)
    {
        var ended = await app.Durable.WaitForInstanceCompletionAsync(CompareWithPlatforms.InstanceId, getInputsAndOutputs: true, CancellationToken.None);
        return ended.ReadOutputAs<int>();
    }
}
