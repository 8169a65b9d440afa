using System.Text.Json;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Workflow;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Durable;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Workflow;

/// <summary>Instances of two versions on one database, while the build that runs them is replaced.</summary>
public sealed class SideBySideTests : IAsyncLifetime
{
    private EngineFixture _engine = null!;
    private volatile bool _isAccepted;

    private NextStep Waiting => new(BadgeStep.Wait, _engine.Time.GetUtcNow().AddDays(365), BadgeState.Pending);

    public async Task InitializeAsync()
    {
        _engine = await new EngineFixture().StartAsync();
        _engine.Functions
            .Activity<JsonElement, NextStep>(nameof(IssueBadge), _ => new NextStep(BadgeStep.EmailMember, null, BadgeState.Pending))
            .Activity<JsonElement, NextStep>(nameof(EmailMember), _ => Waiting)
            .Activity<JsonElement, NextStep>(nameof(SyncAcceptance), _ => _isAccepted ? new NextStep(BadgeStep.End, null, BadgeState.Accepted) : Waiting)
            .Activity<BadgeKey, object?>(ChangedWorkflows.TellCertificationSystem, object? (_) => null);
        await DeployAsync(BadgeWorkflow.Run, BadgeWorkflow.Version);
    }

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    [Fact]
    public async Task Instances_that_wait_while_the_code_is_replaced_go_on_as_before_and_new_ones_take_the_new_path()
    {
        var unversioned = await StartAsync("before-versions", TaskVersion.Unversioned);
        var first = await StartAsync("first", BadgeWorkflow.Version);

        await DeployAsync(ChangedWorkflows.AskingForTheVersion, ChangedWorkflows.NextVersion);
        var second = await StartAsync("second", ChangedWorkflows.NextVersion);

        // The same in a history that begins anew after the code was replaced.
        await ClaimOftenAsync(first);
        Assert.Equal(1, _engine.Functions.Calls[ChangedWorkflows.TellCertificationSystem]);
        foreach (var instance in (string[])[unversioned, first, second])
        {
            Assert.Equal(BadgeState.Accepted, await AcceptAsync(instance));
        }

        Assert.Equal(1, _engine.Functions.Calls[ChangedWorkflows.TellCertificationSystem]);
    }

    [Fact]
    public async Task Code_that_does_not_ask_for_the_version_fails_instances_that_wait()
    {
        var first = await StartAsync("first", BadgeWorkflow.Version);

        await DeployAsync(ChangedWorkflows.WithOneStepMore, ChangedWorkflows.NextVersion);
        await _engine.Client.RaiseEventAsync(first, BadgeSignal.BadgeChanged);

        var ended = await _engine.EndOfAsync(first);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Contains(nameof(IssueBadge), ended.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains(ChangedWorkflows.TellCertificationSystem, ended.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_roll_back_newer_instances_wait_for_the_next_roll_out_and_older_ones_go_on()
    {
        await DeployAsync(ChangedWorkflows.AskingForTheVersion, ChangedWorkflows.NextVersion);
        var first = await StartAsync("first", BadgeWorkflow.Version);
        var second = await StartAsync("second", ChangedWorkflows.NextVersion);

        await DeployAsync(BadgeWorkflow.Run, BadgeWorkflow.Version);
        await _engine.Client.RaiseEventAsync(second, BadgeSignal.BadgeChanged);
        Assert.Equal(BadgeState.Accepted, await AcceptAsync(first));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await _engine.ReadAsync(second)).RuntimeStatus);

        await DeployAsync(ChangedWorkflows.AskingForTheVersion, ChangedWorkflows.NextVersion);
        Assert.Equal(BadgeState.Accepted, (await _engine.EndOfAsync(second)).ReadOutputAs<BadgeState>());
    }

    // Stops the engine and starts it with another build on the same database.
    private async Task DeployAsync(Func<TaskOrchestrationContext, BadgeStart, Task<BadgeState>> workflow, string version)
    {
        _engine.Functions.Orchestrator(nameof(BadgeWorkflow), context => workflow(context, context.Input<BadgeStart>()!));
        await _engine.Engine.StopAsync(CancellationToken.None);
        _engine.Options = _engine.Options with { DefaultVersion = version };
        await _engine.StartAsync();
    }

    private async Task<string> StartAsync(string achievement, TaskVersion version)
    {
        var award = A.Award(achievement);
        await _engine.Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(BadgeWorkflow), A.Start(achievement), new StartOrchestrationOptions(award.Badge.InstanceId) { Version = version });

        // Mailed, and waiting for the member.
        await EngineFixture.UntilAsync(() => _engine.Engine.Hub.Find(award.Badge.InstanceId) is { Timers.Count: 1 });
        await _engine.UntilIdleAsync(award.Badge.InstanceId);
        return award.Badge.InstanceId;
    }

    private async Task ClaimOftenAsync(string instance)
    {
        for (var i = 0; i < 20; i++)
        {
            await _engine.Client.RaiseEventAsync(instance, BadgeSignal.BadgeChanged);
            await _engine.UntilIdleAsync(instance);
        }

        await EngineFixture.UntilAsync(() => _engine.Engine.Hub.Find(instance) is { Execution: > 0 });
        await _engine.UntilIdleAsync(instance);
    }

    private async Task<BadgeState> AcceptAsync(string instance)
    {
        _isAccepted = true;
        await _engine.Client.RaiseEventAsync(instance, BadgeSignal.BadgeChanged);
        return (await _engine.EndOfAsync(instance)).ReadOutputAs<BadgeState>();
    }
}
