namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Durable;

public sealed class DurableTimerTests
{
    [Fact]
    public async Task A_timer_fires_when_the_clock_reaches_its_time_and_not_before()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions.Orchestrator("Sleep", async context =>
        {
            var begun = context.CurrentUtcDateTime;
            await context.CreateTimer(TimeSpan.FromMinutes(2), CancellationToken.None);
            return context.CurrentUtcDateTime - begun;
        });
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Sleep");

        await fixture.AdvanceAsync(TimeSpan.FromSeconds(119));
        Assert.Equal(1, fixture.Engine.Hub.Timers.Count);
        await fixture.AdvanceAsync(TimeSpan.FromSeconds(2));

        Assert.InRange((await fixture.EndOfAsync(id)).ReadOutputAs<TimeSpan>(), TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(121));
    }

    [Fact]
    public async Task A_timer_may_be_years_ahead()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions.Orchestrator("Years", async context =>
        {
            await context.CreateTimer(TimeSpan.FromDays(1000), CancellationToken.None);
            return "expired";
        });
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Years");

        // The worker makes a chain of shorter timers of it.
        await fixture.AdvanceAsync(TimeSpan.FromDays(999));
        await EngineFixture.UntilAsync(() => fixture.Query("SELECT count(*) FROM log WHERE kind = 2") == 2);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await fixture.ReadAsync(id)).RuntimeStatus);
        await fixture.AdvanceAsync(TimeSpan.FromDays(2));

        Assert.Equal("expired", (await fixture.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_cancelled_timer_does_not_keep_the_instance_alive_and_its_firing_changes_nothing()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions.Orchestrator("Cancel", async context =>
        {
            using var cancellation = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromHours(1), cancellation.Token);
            await context.WaitForExternalEvent<string>("Claim");
#pragma warning disable CA1849 // CancelAsync would leave the orchestrator's thread.
            cancellation.Cancel();
#pragma warning restore CA1849
            await context.WaitForExternalEvent<string>("Accept");
            return timer.Status;
        });
        await fixture.StartAsync();
        var ids = new[] { await fixture.ScheduleAsync("Cancel"), await fixture.ScheduleAsync("Cancel") };
        foreach (var id in ids)
        {
            await fixture.Client.RaiseEventAsync(id, "Claim");
        }

        await fixture.Client.RaiseEventAsync(ids[0], "Accept");
        Assert.Equal(TaskStatus.Canceled, (await fixture.EndOfAsync(ids[0])).ReadOutputAs<TaskStatus>());
        await fixture.AdvanceAsync(TimeSpan.FromHours(2));
        await fixture.UntilIdleAsync(ids[1]);
        await fixture.Client.RaiseEventAsync(ids[1], "Accept");
        Assert.Equal(TaskStatus.Canceled, (await fixture.EndOfAsync(ids[1])).ReadOutputAs<TaskStatus>());
    }

    [Fact]
    public async Task An_orchestrator_that_has_returned_waits_for_the_timers_that_it_did_not_cancel()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions.Orchestrator("Leave", async context =>
        {
            _ = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            await context.WaitForExternalEvent<string>("Go");
            return "left";
        });
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Leave");
        await EngineFixture.UntilAsync(() => fixture.Engine.Hub.Timers.Count == 1);
        await fixture.Client.RaiseEventAsync(id, "Go");
        await fixture.UntilIdleAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await fixture.ReadAsync(id)).RuntimeStatus);

        fixture.Time.Advance(TimeSpan.FromHours(2));

        Assert.Equal("left", (await fixture.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_terminated_instance_leaves_no_timer_behind()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions.Orchestrator("Sleep", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return "awake";
        });
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Sleep");
        await EngineFixture.UntilAsync(() => fixture.Engine.Hub.Timers.Count == 1);

        await fixture.Client.TerminateInstanceAsync(id);

        await EngineFixture.UntilAsync(() => fixture.Engine.Hub.Timers.Count == 0);
    }

    [Fact]
    public async Task Timers_that_were_due_while_the_process_was_down_fire_at_the_next_start()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions.Orchestrator("Sleep", async context =>
        {
            await context.CreateTimer(TimeSpan.FromMinutes(2), CancellationToken.None);
            return "awake";
        });
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Sleep");
        await EngineFixture.UntilAsync(() => fixture.Engine.Hub.Timers.Count == 1);
        await fixture.Engine.StopAsync(CancellationToken.None);
        fixture.Time.Advance(TimeSpan.FromHours(1));

        await fixture.StartAsync();
        fixture.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal("awake", (await fixture.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_clock_that_is_set_back_delays_nothing_for_ever_and_never_turns_an_orchestrations_time_back()
    {
        await using var fixture = new EngineFixture();
        var now = fixture.Time.GetUtcNow();
        fixture.Functions.Orchestrator("Steady", async context =>
        {
            var times = new List<DateTime> { context.CurrentUtcDateTime };
            await context.CreateTimer(TimeSpan.FromMinutes(10), CancellationToken.None);
            times.Add(context.CurrentUtcDateTime);
            await context.WaitForExternalEvent<string>("Go");
            times.Add(context.CurrentUtcDateTime);
            return times;
        });
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Steady");
        await fixture.AdvanceAsync(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1));
        await EngineFixture.UntilAsync(() => fixture.Query("SELECT count(*) FROM log WHERE kind = 2") == 2);

        fixture.Time.AdjustTime(now - TimeSpan.FromHours(3));
        await fixture.Client.RaiseEventAsync(id, "Go");

        var times = (await fixture.EndOfAsync(id)).ReadOutputAs<List<DateTime>>()!;
        Assert.Equal(times.Order(), times);
        Assert.Equal(times[0] + TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1), times[1]);
    }

    [Fact]
    public async Task A_clock_that_is_set_ahead_makes_timers_fire_within_half_a_minute()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions.Orchestrator("Sleep", async context =>
        {
            await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
            return "awake";
        });
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Sleep");
        await EngineFixture.UntilAsync(() => fixture.Engine.Hub.Timers.Count == 1);

        fixture.Time.AdjustTime(fixture.Time.GetUtcNow() + TimeSpan.FromDays(2));
        fixture.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("awake", (await fixture.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_thousand_timers_that_are_due_in_the_same_second_all_fire()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions.Orchestrator("Sleep", async context =>
        {
            await context.CreateTimer(context.Input<DateTime>(), CancellationToken.None);
            return context.InstanceId;
        });
        await fixture.StartAsync();
        var due = fixture.Time.GetUtcNow().UtcDateTime.AddDays(1);

        var ids = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(number => fixture.ScheduleAsync("Sleep", due.AddMilliseconds(number))));
        await fixture.AdvanceAsync(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1), timers: 1_000);

        foreach (var id in ids)
        {
            Assert.Equal(id, (await fixture.EndOfAsync(id)).ReadOutputAs<string>());
        }
    }
}
