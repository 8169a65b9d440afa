using DurableTask.Core.Exceptions;
using Grpc.Core;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Durable;

public sealed class DurableClientTests
{
    [Fact]
    public async Task Scheduling_an_id_that_is_running_fails_and_names_the_id_and_its_status()
    {
        await using var fixture = await StartAsync();
        await fixture.ScheduleAsync("Wait", id: "badge-1");
        await fixture.UntilIdleAsync("badge-1");

        var refusal = await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => fixture.ScheduleAsync("Wait", id: "badge-1"));

        Assert.Contains("'badge-1'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Running", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_who_schedule_one_id_at_the_same_time_exactly_one_succeeds()
    {
        await using var fixture = await StartAsync();

        var attempts = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            try
            {
                await Task.Yield();
                await fixture.ScheduleAsync("Wait", id: "badge-1");
                return 1;
            }
            catch (OrchestrationAlreadyExistsException)
            {
                return 0;
            }
        }));

        Assert.Equal(1, attempts.Sum());
    }

    [Fact]
    public async Task An_id_that_has_ended_is_replaced_unless_DedupeStatuses_says_otherwise()
    {
        await using var fixture = await StartAsync();
        await fixture.ScheduleAsync("Echo", "first", "badge-1");
        await fixture.EndOfAsync("badge-1");

        var keep = new StartOrchestrationOptions("badge-1") { DedupeStatuses = ["Completed"] };
        var refusal = await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() =>
            fixture.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "second", keep));
        Assert.Contains("Completed", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("first", (await fixture.EndOfAsync("badge-1")).ReadOutputAs<string>());

        await fixture.ScheduleAsync("Echo", "third", "badge-1");
        Assert.Equal("third", (await fixture.EndOfAsync("badge-1")).ReadOutputAs<string>());
        Assert.Equal(1, fixture.Query("SELECT count(*) FROM instances"));
    }

    [Fact]
    public async Task An_orchestration_that_does_not_exist_fails_and_is_named()
    {
        await using var fixture = await StartAsync();

        var ended = await fixture.RunAsync("Nothing");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Contains("'Nothing'", ended.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAt_keeps_an_instance_pending_until_then_also_across_a_restart()
    {
        await using var fixture = await StartAsync();
        var startAt = fixture.Time.GetUtcNow().AddHours(1);
        await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "late", new StartOrchestrationOptions("badge-1", startAt));
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await fixture.ReadAsync("badge-1")).RuntimeStatus);

        await fixture.RestartAsync();
        await fixture.AdvanceAsync(TimeSpan.FromMinutes(59));
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await fixture.ReadAsync("badge-1")).RuntimeStatus);
        var started = fixture.Client.WaitForInstanceStartAsync("badge-1");
        await fixture.AdvanceAsync(TimeSpan.FromMinutes(2));

        await started.WaitAsync(EngineFixture.Patience);
        Assert.Equal("late", (await fixture.EndOfAsync("badge-1")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_suspended_instance_says_why_keeps_its_events_and_goes_on_when_resumed()
    {
        await using var fixture = await StartAsync();
        await fixture.ScheduleAsync("Wait", id: "badge-1");
        await fixture.UntilIdleAsync("badge-1");

        await fixture.Client.SuspendInstanceAsync("badge-1", "holiday");
        await fixture.Client.RaiseEventAsync("badge-1", "Go", "later");
        await fixture.RestartAsync();
        var suspended = await fixture.ReadAsync("badge-1");
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, suspended.RuntimeStatus);
        Assert.Equal("holiday", suspended.SerializedOutput);

        await fixture.Client.ResumeInstanceAsync("badge-1");
        Assert.Equal("later", (await fixture.EndOfAsync("badge-1")).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_terminated_instance_ends_with_the_given_output_even_when_suspended(bool suspended)
    {
        await using var fixture = await StartAsync();
        await fixture.ScheduleAsync("Wait", id: "badge-1");
        if (suspended)
        {
            await fixture.Client.SuspendInstanceAsync("badge-1");
        }

        await fixture.Client.TerminateInstanceAsync("badge-1", (object)"revoked");
        await fixture.Client.TerminateInstanceAsync("badge-1", (object)"again");
        await fixture.Client.TerminateInstanceAsync("nobody");

        var ended = await fixture.EndOfAsync("badge-1");
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, ended.RuntimeStatus);
        Assert.Equal("revoked", ended.ReadOutputAs<string>());
        Assert.True(ended.IsCompleted);
    }

    [Fact]
    public async Task An_ended_instance_can_be_restarted_with_its_first_input()
    {
        await using var fixture = await StartAsync();
        await fixture.ScheduleAsync("Echo", "again", "badge-1");
        await fixture.EndOfAsync("badge-1");

        Assert.Equal("badge-1", await fixture.Client.RestartAsync("badge-1"));
        var other = await fixture.Client.RestartAsync("badge-1", restartWithNewInstanceId: true);

        Assert.NotEqual("badge-1", other);
        Assert.Equal("again", (await fixture.EndOfAsync(other)).ReadOutputAs<string>());
        await Assert.ThrowsAsync<ArgumentException>(() => fixture.Client.RestartAsync("nobody"));
    }

    [Fact]
    public async Task Tags_are_kept_and_payloads_are_read_only_when_asked_for()
    {
        await using var fixture = await StartAsync();
        var options = new StartOrchestrationOptions("badge-1") { Tags = new Dictionary<string, string> { ["category"] = "event" } };
        await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "in", options);
        await fixture.EndOfAsync("badge-1");

        var bare = (await fixture.Client.GetInstanceAsync("badge-1"))!;

        Assert.Equal("event", bare.Tags["category"]);
        Assert.Null(bare.SerializedOutput);
        Assert.Throws<InvalidOperationException>(() => bare.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_payload_larger_than_1_MiB_is_refused_with_an_error_that_says_so()
    {
        var fits = new string('x', (1024 * 1024) - 2);
        var large = fits + "x";
        await using var fixture = WithFunctions();
        fixture.Functions
            .Activity<string, string>("Large", _ => large)
            .Orchestrator("LargeOutput", _ => Task.FromResult(large))
            .Orchestrator("LargeActivity", context => context.CallActivityAsync<string>("Large"))
            .Orchestrator("LargeStatus", context =>
            {
                context.SetCustomStatus(large);
                return Task.FromResult("set");
            });
        await fixture.StartAsync();

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => fixture.ScheduleAsync("Echo", large));
        Assert.Contains("1 MiB", refusal.Message, StringComparison.Ordinal);
        await fixture.ScheduleAsync("Wait", id: "badge-1");
        await Assert.ThrowsAsync<RpcException>(() => fixture.Client.RaiseEventAsync("badge-1", "Go", large));
        await Assert.ThrowsAsync<RpcException>(() => fixture.Client.RaiseEventAsync("badge-1", "Go", new string('\u20ac', 400_000)));
        foreach (var name in new[] { "LargeOutput", "LargeActivity", "LargeStatus" })
        {
            var ended = await fixture.RunAsync(name);
            Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
            Assert.Contains("1 MiB", ended.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        }

        Assert.Equal(fits, (await fixture.RunAsync("Echo", fits)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_instance_that_does_not_exist_yet_is_waited_for_and_a_wait_can_be_cancelled()
    {
        await using var fixture = await StartAsync();
        using var cancellation = new CancellationTokenSource();
        var wait = fixture.Client.WaitForInstanceCompletionAsync("later", getInputsAndOutputs: true, CancellationToken.None);
        var cancelled = fixture.Client.WaitForInstanceCompletionAsync("never", cancellation.Token);

        await fixture.ScheduleAsync("Echo", "there", "later");

        Assert.Equal("there", (await wait.WaitAsync(EngineFixture.Patience)).ReadOutputAs<string>());
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
    }

    [Fact]
    public async Task Whoever_waits_while_an_instance_begins_is_told_of_its_end()
    {
        await using var fixture = await StartAsync();
        await Parallel.ForAsync(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 100 }, async (number, cancellation) =>
        {
            var wait = fixture.Client.WaitForInstanceCompletionAsync($"{number}", CancellationToken.None);
            await fixture.ScheduleAsync("Echo", "there", $"{number}");

            Assert.Equal(OrchestrationRuntimeStatus.Completed, (await wait.WaitAsync(EngineFixture.Patience, cancellation)).RuntimeStatus);
        });
    }

    [Fact]
    public async Task A_stopped_engine_refuses_calls_and_ends_waits()
    {
        await using var fixture = await StartAsync();
        await fixture.ScheduleAsync("Wait", id: "badge-1");
        var wait = fixture.Client.WaitForInstanceCompletionAsync("badge-1", CancellationToken.None);

        await fixture.Engine.StopAsync(CancellationToken.None);

        var ended = await Assert.ThrowsAsync<RpcException>(() => wait.WaitAsync(EngineFixture.Patience));
        Assert.Equal(StatusCode.Unavailable, ended.StatusCode);
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => fixture.ScheduleAsync("Wait"))).StatusCode);
    }

    internal static Task<EngineFixture> StartAsync() => WithFunctions().StartAsync();

    private static EngineFixture WithFunctions()
    {
        var fixture = new EngineFixture();
        fixture.Functions
            .Orchestrator("Wait", context => context.WaitForExternalEvent<string>("Go"))
            .Orchestrator("Echo", context => Task.FromResult(context.Input<string>()))
            .Orchestrator<string>("Fail", _ => throw new InvalidOperationException("failed"));
        return fixture;
    }
}
