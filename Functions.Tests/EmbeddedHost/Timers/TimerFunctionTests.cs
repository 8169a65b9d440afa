using System.Text.Json;
using System.Threading.Channels;
using BadgeFunctions.EmbeddedHost.Hosting;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Worker;
using TimerInfo = BadgeFunctions.EmbeddedHost.Timers.TimerInfo;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Timers;

public sealed class TimerFunctionTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2021, 4, 26, 10, 2, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _data = new();
    private readonly Runs _runs = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_timer_runs_at_each_occurrence()
    {
        var clock = new ObservedClock(Start);
        await using var host = await StartAsync(EveryFiveMinutes, clock);

        foreach (var wait in new[] { 3, 5, 5 })
        {
            await clock.SomebodyWaitsAsync(wait);
            Assert.False(_runs.Any);
            clock.Advance(TimeSpan.FromMinutes(wait));

            Assert.False((await _runs.NextAsync()).IsPastDue);
        }
    }

    [Fact]
    public async Task A_part_of_a_millisecond_is_waited_for_as_a_whole_one()
    {
        var clock = new ObservedClock(Start.AddTicks(1));
        await using var host = await StartAsync(EveryFiveMinutes, clock);

        // Otherwise it would be busy for what is left of the last millisecond: forever, on a clock that stands still.
        await clock.SomebodyWaitsAsync(3);
        clock.Advance(TimeSpan.FromMinutes(3));

        Assert.False((await _runs.NextAsync()).IsPastDue);
    }

    [Fact]
    public async Task A_monitored_timer_is_told_its_last_and_next_occurrence()
    {
        var clock = new ObservedClock(Start);
        await using var host = await StartAsync(EveryFiveMinutes, clock);

        await clock.SomebodyWaitsAsync(3);
        clock.SetUtcNow(Start.AddMinutes(3));
        var first = (await _runs.NextAsync()).ScheduleStatus!;
        await clock.SomebodyWaitsAsync(5);
        clock.SetUtcNow(Start.AddMinutes(8));
        var second = (await _runs.NextAsync()).ScheduleStatus!;

        Assert.Equal(default, first.Last);
        Assert.Equal(Start.AddMinutes(8).UtcDateTime, first.Next);
        Assert.Equal(Start.AddMinutes(3).UtcDateTime, second.Last);
        Assert.Equal(Start.AddMinutes(13).UtcDateTime, second.Next);
    }

    [Fact]
    public async Task An_occurrence_that_was_missed_while_the_host_was_down_runs_once_at_start()
    {
        var clock = new ObservedClock(Start);
        await using (await StartAsync(EveryFiveMinutes, clock))
        {
            await clock.SomebodyWaitsAsync(3);
        }

        clock.SetUtcNow(Start.AddHours(1));
        await using var host = await StartAsync(EveryFiveMinutes, clock);

        Assert.True((await _runs.NextAsync()).IsPastDue);
        await clock.SomebodyWaitsAsync(3);
        Assert.False(_runs.Any);
        clock.SetUtcNow(Start.AddHours(1).AddMinutes(3));
        Assert.False((await _runs.NextAsync()).IsPastDue);
    }

    [Fact]
    public async Task An_occurrence_that_ran_is_not_missed()
    {
        var clock = new ObservedClock(Start);
        await using (await StartAsync(EveryFiveMinutes, clock))
        {
            await clock.SomebodyWaitsAsync(3);
            clock.SetUtcNow(Start.AddMinutes(3));
            await _runs.NextAsync();
            await clock.SomebodyWaitsAsync(5);
        }

        clock.SetUtcNow(Start.AddMinutes(4));
        await using var host = await StartAsync(EveryFiveMinutes, clock);

        await clock.SomebodyWaitsAsync(4);
        Assert.False(_runs.Any);
    }

    [Theory]
    [InlineData("0 */5 * * * *", 180)]
    [InlineData("*/10 * * * * *", 10)]
    public async Task A_timer_that_is_not_monitored_misses_nothing(string schedule, int wait)
    {
        var functions = Timer("Unmonitored", new { name = "timer", type = "timerTrigger", schedule, useMonitor = wait < 60 });
        var clock = new ObservedClock(Start);
        await using (await StartAsync(functions, clock))
        {
            await clock.SomebodyWaitsAsync(TimeSpan.FromSeconds(wait));
        }

        clock.SetUtcNow(Start.AddHours(1));
        await using var host = await StartAsync(functions, clock);
        await clock.SomebodyWaitsAsync(TimeSpan.FromSeconds(wait));
        Assert.False(_runs.Any);

        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Null((await _runs.NextAsync()).ScheduleStatus);
    }

    [Fact]
    public async Task A_timer_may_also_run_at_each_start()
    {
        var clock = new ObservedClock(Start);
        await using var host = await StartAsync(AtStartToo, clock);

        Assert.False((await _runs.NextAsync()).IsPastDue);
        await clock.SomebodyWaitsAsync(30);
        clock.SetUtcNow(Start.AddMinutes(30));
        await _runs.NextAsync();
    }

    [Fact]
    public async Task A_run_that_fails_is_logged_and_the_schedule_goes_on()
    {
        var clock = new ObservedClock(Start);
        await using var host = await StartAsync(FailsEveryMinute, clock);

        for (var minute = 1; minute <= 2; minute++)
        {
            await clock.SomebodyWaitsAsync(1);
            clock.SetUtcNow(Start.AddMinutes(minute));
            await _runs.NextAsync();
        }

        await clock.SomebodyWaitsAsync(1);
        Assert.Equal(2, host.Logs.Errors.Count());
        Assert.All(host.Logs.Errors, log => Assert.Contains("FailsEveryMinute", log.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_long_run_is_never_overlapped_and_what_it_missed_runs_once()
    {
        var clock = new ObservedClock(Start);
        await using var host = await StartAsync(Lasting, clock);
        await clock.SomebodyWaitsAsync(1);
        clock.SetUtcNow(Start.AddMinutes(1));
        await _runs.NextAsync();

        clock.SetUtcNow(Start.AddMinutes(4));
        Assert.False(_runs.Any);
        _runs.Finish();
        Assert.True((await _runs.NextAsync()).IsPastDue);
        _runs.Finish();

        await clock.SomebodyWaitsAsync(1);
        Assert.False(_runs.Any);
    }

    [Fact]
    public async Task A_stopping_host_cancels_a_run_which_is_then_made_up_for()
    {
        var clock = new ObservedClock(Start);
        await using (var host = await StartAsync(Lasting, clock))
        {
            await clock.SomebodyWaitsAsync(1);
            clock.SetUtcNow(Start.AddMinutes(1));
            await _runs.NextAsync();
            await host.Host.StopAsync().WaitAsync(Patience);
            Assert.Empty(host.Logs.Errors);
        }

        await using var again = await StartAsync(Lasting, clock);
        Assert.True((await _runs.NextAsync()).IsPastDue);
        _runs.Finish();
        await clock.SomebodyWaitsAsync(1);
    }

    [Fact]
    public async Task A_record_that_is_damaged_begins_anew()
    {
        Directory.CreateDirectory(Path.Combine(_data.Path, "timers"));
        await File.WriteAllTextAsync(Path.Combine(_data.Path, "timers", "EveryFiveMinutes.json"), "{ \"Last\":");
        var clock = new ObservedClock(Start);
        await using var host = await StartAsync(EveryFiveMinutes, clock);

        await clock.SomebodyWaitsAsync(3);
        clock.SetUtcNow(Start.AddMinutes(3));

        Assert.False((await _runs.NextAsync()).IsPastDue);
        Assert.Single(host.Logs.Errors);
    }

    [Fact]
    public async Task A_schedule_may_come_from_a_setting()
    {
        var clock = new ObservedClock(Start);
        await using var host = await StartAsync(
            FromSetting, clock, TestHost.With(("Sync:Schedule", "0 0 11 * * *")));

        await clock.SomebodyWaitsAsync(58);
        clock.SetUtcNow(Start.AddMinutes(58));

        await _runs.NextAsync();
    }

    [Theory]
    [InlineData("%Sync__Schedule%", "%Sync__Schedule%")]
    [InlineData("0 0 25 * * *", "'0 0 25 * * *'")]
    public async Task A_schedule_that_is_missing_or_wrong_stops_the_start(string schedule, string named)
    {
        var error = await TestHost.StartErrorAsync(Timer("Wrong", new { name = "timer", type = "timerTrigger", schedule }));

        Assert.Contains("Wrong", error, StringComparison.Ordinal);
        Assert.Contains(named, error, StringComparison.Ordinal);
    }

    private Action<FakeWorker> EveryFiveMinutes => Timer("EveryFiveMinutes", new { name = "timer", type = "timerTrigger", schedule = "0 */5 * * * *" });

    private Action<FakeWorker> AtStartToo =>
        Timer("AtStartToo", new { name = "timer", type = "timerTrigger", schedule = "00:30:00", runOnStartup = true });

    private Action<FakeWorker> FromSetting => Timer("FromSetting", new { name = "timer", type = "timerTrigger", schedule = "%Sync__Schedule%" });

    private Action<FakeWorker> FailsEveryMinute =>
        Timer("FailsEveryMinute", EveryMinute, _ => throw new InvalidOperationException("no luck"));

    private Action<FakeWorker> Lasting => Timer("Lasting", EveryMinute, _runs.FinishedAsync);

    private static object EveryMinute => new { name = "timer", type = "timerTrigger", schedule = "0 * * * * *" };

    private Action<FakeWorker> Timer(string name, object trigger, Func<CancellationToken, Task>? run = null) => worker =>
        worker.Timer(name, trigger, (info, cancellation) =>
        {
            _runs.Add(JsonSerializer.Deserialize<TimerInfo>(info)!);
            return run?.Invoke(cancellation) ?? Task.CompletedTask;
        });

    private Task<TestHost> StartAsync(
        Action<FakeWorker> functions, ObservedClock clock, Func<FunctionAppHostOptions, FunctionAppHostOptions>? change = null) =>
        TestHost.StartAsync(functions, options => (change?.Invoke(options) ?? options) with { Time = clock }, _data.Path);

    private sealed class Runs
    {
        private readonly Channel<TimerInfo> _begun = Channel.CreateUnbounded<TimerInfo>();
        private readonly Channel<bool> _finish = Channel.CreateUnbounded<bool>();

        public bool Any => _begun.Reader.Count > 0;

        public void Add(TimerInfo info) => _begun.Writer.TryWrite(info);

        public Task<TimerInfo> NextAsync() => _begun.Reader.ReadAsync().AsTask().WaitAsync(Patience);

        public void Finish() => _finish.Writer.TryWrite(true);

        public Task FinishedAsync(CancellationToken cancellationToken) => _finish.Reader.ReadAsync(cancellationToken).AsTask();
    }
}
