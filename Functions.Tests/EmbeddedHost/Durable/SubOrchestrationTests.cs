namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Durable;

public sealed class SubOrchestrationTests
{
    [Fact]
    public async Task A_sub_orchestration_returns_its_output_and_knows_its_parent_and_version()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions
            .Orchestrator("Child", context => Task.FromResult(
                $"{context.Input<string>()} of {context.Parent?.Name} {context.Parent?.InstanceId} {context.Version} {context.InstanceId}"))
            .Orchestrator("Parent", async context => new[]
            {
                await context.CallSubOrchestratorAsync<string>("Child", "first", new SubOrchestrationOptions(instanceId: "one")),
                await context.CallSubOrchestratorAsync<string>("Child", "second", new SubOrchestrationOptions(instanceId: "two") { Version = "2" }),
            });
        await fixture.StartAsync();
        await fixture.ScheduleAsync("Parent", id: "top");

        Assert.Equal(
            ["first of Parent top  one", "second of Parent top 2 two"],
            (await fixture.EndOfAsync("top")).ReadOutputAs<string[]>()!);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await fixture.ReadAsync("one")).RuntimeStatus);
    }

    [Fact]
    public async Task A_failed_sub_orchestration_reaches_its_parent_as_TaskFailedException_and_can_be_retried()
    {
        await using var fixture = new EngineFixture();
        var attempts = 0;
        fixture.Functions
            .Orchestrator<string>("Child", _ => ++attempts < 3 ? throw new InvalidOperationException("not yet") : Task.FromResult("now"))
            .Orchestrator("Parent", async context =>
            {
                try
                {
                    return await context.CallSubOrchestratorAsync<string>("Child");
                }
                catch (TaskFailedException failed) when (failed.FailureDetails.ErrorMessage == "not yet")
                {
                    return await context.CallSubOrchestratorAsync<string>("Child", new TaskOptions(new RetryPolicy(2, TimeSpan.FromMinutes(1))));
                }
            });
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Parent");
        await fixture.AdvanceAsync(TimeSpan.FromMinutes(1.1));

        Assert.Equal("now", (await fixture.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_sub_orchestration_survives_a_restart_of_the_process_and_reports_to_its_parent()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions
            .Orchestrator("Child", context => context.WaitForExternalEvent<string>("Go"))
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<string>("Child", new SubOrchestrationOptions(instanceId: "child")));
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Parent");
        await EngineFixture.UntilAsync(() => fixture.Engine.Hub.Find("child") is { HasStarted: true });

        await fixture.RestartAsync();
        await fixture.Client.RaiseEventAsync("child", "Go", "gone");

        Assert.Equal("gone", (await fixture.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_sub_orchestration_with_the_id_of_a_running_instance_fails_the_call()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions
            .Orchestrator("Child", context => context.WaitForExternalEvent<string>("Go"))
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<string>("Child", new SubOrchestrationOptions(instanceId: "taken")));
        await fixture.StartAsync();
        await fixture.ScheduleAsync("Child", id: "taken");

        var ended = await fixture.RunAsync("Parent");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Contains("'taken' already exists", ended.FailureDetails!.InnerFailure?.ErrorMessage ?? ended.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminated_sub_orchestration_fails_its_parents_call()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions
            .Orchestrator("Child", context => context.WaitForExternalEvent<string>("Go"))
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<string>("Child", new SubOrchestrationOptions(instanceId: "child")));
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Parent");
        await EngineFixture.UntilAsync(() => fixture.Engine.Hub.Find("child") is not null);

        await fixture.Client.TerminateInstanceAsync("child");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await fixture.EndOfAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task Terminating_and_purging_recursively_take_sub_orchestrations_along()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions
            .Orchestrator("Child", context => context.WaitForExternalEvent<string>("Go"))
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<string>("Child", new SubOrchestrationOptions(instanceId: "child")));
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Parent");
        await EngineFixture.UntilAsync(() => fixture.Engine.Hub.Find("child") is not null);

        await fixture.Client.TerminateInstanceAsync(id, new TerminateInstanceOptions("enough", Recursive: true));

        Assert.Equal("enough", (await fixture.EndOfAsync(id)).ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await fixture.EndOfAsync("child")).RuntimeStatus);
        Assert.Equal(2, (await fixture.Client.PurgeInstanceAsync(id, new PurgeInstanceOptions(Recursive: true))).PurgedInstanceCount);
        Assert.Equal(0, fixture.Query("SELECT count(*) FROM log"));
    }
}
