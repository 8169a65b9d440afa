using System.Collections.Concurrent;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Durable;

public sealed class ActivityTests
{
    [Fact]
    public async Task A_failed_activity_reaches_the_orchestrator_as_TaskFailedException_with_details()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions
            .Activity<string, string>("Fail", string (_) => throw new InvalidOperationException("Credly says no.", new TimeoutException("late")))
            .Orchestrator("Try", async context =>
            {
                try
                {
                    return [await context.CallActivityAsync<string>("Fail")];
                }
                catch (TaskFailedException failed)
                {
                    return new[]
                    {
                        failed.TaskName,
                        failed.FailureDetails.ErrorMessage,
                        failed.FailureDetails.InnerFailure!.ErrorMessage,
                        $"{failed.FailureDetails.IsCausedBy<InvalidOperationException>()}",
                    };
                }
            });
        await fixture.StartAsync();

        Assert.Equal(["Fail", "Credly says no.", "late", "True"], (await fixture.RunAsync("Try")).ReadOutputAs<string[]>()!);
    }

    [Fact]
    public async Task An_unhandled_failure_of_an_activity_fails_the_instance_with_its_message()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions
            .Activity<string, string>("Fail", string (_) => throw new InvalidOperationException("Credly says no."))
            .Orchestrator("Try", context => context.CallActivityAsync<string>("Fail"));
        await fixture.StartAsync();

        var ended = await fixture.RunAsync("Try");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Contains("Credly says no.", ended.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_activity_that_does_not_exist_fails_the_call()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions.Orchestrator("Call", context => context.CallActivityAsync<string>("Nothing"));
        await fixture.StartAsync();

        Assert.Contains("Nothing", (await fixture.RunAsync("Call")).FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retry_policy_waits_by_durable_timers_that_grow_up_to_the_longest_interval()
    {
        await using var fixture = new EngineFixture();
        var times = new ConcurrentQueue<DateTimeOffset>();
        var policy = new RetryPolicy(5, TimeSpan.FromMinutes(1), 3, TimeSpan.FromMinutes(5));
        fixture.Functions
            .Activity<string, string>("Fail", _ =>
            {
                times.Enqueue(fixture.Time.GetUtcNow());
                return times.Count < 5 ? throw new InvalidOperationException($"attempt {times.Count}") : "at last";
            })
            .Orchestrator("Insist", context => context.CallActivityAsync<string>("Fail", TaskOptions.FromRetryPolicy(policy)));
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Insist");

        foreach (var minutes in new[] { 1, 3, 5, 5 })
        {
            await fixture.AdvanceAsync(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            Assert.Equal(1, fixture.Engine.Hub.Timers.Count);
            await fixture.RestartAsync();
            await fixture.AdvanceAsync(TimeSpan.FromSeconds(1.1));
        }

        Assert.Equal("at last", (await fixture.EndOfAsync(id)).ReadOutputAs<string>());
        Assert.Equal(5, fixture.Functions.Calls["Fail"]);
    }

    [Fact]
    public async Task A_retry_policy_stops_after_its_attempts_its_time_or_a_failure_that_it_does_not_handle()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions
            .Activity<string, string>("Fail", string (_) => throw new InvalidOperationException("always"))
            .Orchestrator("Attempts", context => context.CallActivityAsync<string>(
                "Fail", new TaskOptions(new RetryPolicy(2, TimeSpan.FromMinutes(1)))))
            .Orchestrator("Time", context => context.CallActivityAsync<string>(
                "Fail", new TaskOptions(new RetryPolicy(9, TimeSpan.FromMinutes(1), retryTimeout: TimeSpan.FromMinutes(1)))))
            .Orchestrator("Unhandled", context => context.CallActivityAsync<string>(
                "Fail", new TaskOptions(new RetryPolicy(9, TimeSpan.FromMinutes(1)) { HandleFailure = details => details.ErrorMessage != "always" })));
        await fixture.StartAsync();

        foreach (var name in new[] { "Attempts", "Time" })
        {
            fixture.Functions.Calls.Clear();
            var id = await fixture.ScheduleAsync(name);
            await fixture.AdvanceAsync(TimeSpan.FromMinutes(1.1));
            Assert.Equal(OrchestrationRuntimeStatus.Failed, (await fixture.EndOfAsync(id)).RuntimeStatus);
            Assert.Equal(2, fixture.Functions.Calls["Fail"]);
        }

        fixture.Functions.Calls.Clear();
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await fixture.RunAsync("Unhandled")).RuntimeStatus);
        Assert.Equal(1, fixture.Functions.Calls["Fail"]);
    }

    [Fact]
    public async Task A_retry_handler_decides_after_each_failure_and_may_wait_by_timers_of_its_own()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions
            .Activity<string, string>("Fail", string (_) => throw new InvalidOperationException("always"))
            .Orchestrator("Ask", context => context.CallActivityAsync<string>("Fail", TaskOptions.FromRetryHandler(async attempts =>
            {
                await attempts.OrchestrationContext.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                return attempts.LastAttemptNumber < 3 && attempts.LastFailure.ErrorMessage == "always";
            })));
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Ask");

        for (var i = 0; i < 3; i++)
        {
            await fixture.AdvanceAsync(TimeSpan.FromMinutes(1.1));
        }

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await fixture.EndOfAsync(id)).RuntimeStatus);
        Assert.Equal(3, fixture.Functions.Calls["Fail"]);
    }

    [Fact]
    public async Task No_more_activities_run_at_the_same_time_than_the_options_allow()
    {
        await using var fixture = new EngineFixture();
        fixture.Options = fixture.Options with { MaxConcurrentActivities = 3 };
        var (running, most) = (0, 0);
        var gate = new Lock();
        fixture.Functions
            .Activity<int, int>("Count", async number =>
            {
                lock (gate)
                {
                    most = Math.Max(most, ++running);
                }

                await Task.Yield();
                lock (gate)
                {
                    running--;
                }

                return number;
            })
            .Orchestrator("Many", async context =>
                (await Task.WhenAll(Enumerable.Range(1, 100).Select(number => context.CallActivityAsync<int>("Count", number)))).Sum());
        await fixture.StartAsync();

        Assert.Equal(5050, (await fixture.RunAsync("Many")).ReadOutputAs<int>());
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task A_stop_lets_a_running_activity_end_and_keeps_its_output()
    {
        await using var fixture = new EngineFixture();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Functions
            .Activity<string, string>("Stubborn", async _ =>
            {
                begun.SetResult();
                await release.Task;
                return "kept";
            })
            .Orchestrator("Run", context => context.CallActivityAsync<string>("Stubborn"));
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Run");
        await begun.Task.WaitAsync(EngineFixture.Patience);

        var stopping = fixture.Engine.StopAsync(CancellationToken.None);
        release.SetResult();
        await stopping.WaitAsync(EngineFixture.Patience);
        await fixture.StartAsync();

        Assert.Equal("kept", (await fixture.EndOfAsync(id)).ReadOutputAs<string>());
        Assert.Equal(1, fixture.Functions.Calls["Stubborn"]);
    }

    [Fact]
    public async Task A_stop_that_may_not_take_longer_leaves_an_activity_for_the_next_start()
    {
        await using var fixture = new EngineFixture();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Functions
            .Activity<string, string>("Stuck", _ =>
            {
                begun.TrySetResult();
                return release.Task;
            })
            .Orchestrator("Run", context => context.CallActivityAsync<string>("Stuck"));
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Run");
        await begun.Task.WaitAsync(EngineFixture.Patience);

        await fixture.Engine.StopAsync(new CancellationToken(canceled: true));
        release.SetResult("done");
        await fixture.StartAsync();

        Assert.Equal("done", (await fixture.EndOfAsync(id)).ReadOutputAs<string>());
        Assert.Equal(2, fixture.Functions.Calls["Stuck"]);
    }
}
