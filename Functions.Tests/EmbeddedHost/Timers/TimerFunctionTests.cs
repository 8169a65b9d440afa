using System.Threading.Channels;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using Microsoft.Extensions.DependencyInjection;

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
        await using var host = await StartAsync<EveryFiveMinutes>(clock);

        foreach (var wait in new[] { 3, 5, 5 })
        {
            await clock.SomebodyWaitsAsync(wait);
            Assert.False(_runs.Any);
            clock.Advance(TimeSpan.FromMinutes(wait));

            Assert.False((await _runs.NextAsync()).IsPastDue);
        }
    }

    [Fact]
    public async Task A_monitored_timer_is_told_its_last_and_next_occurrence()
    {
        var clock = new ObservedClock(Start);
        await using var host = await StartAsync<EveryFiveMinutes>(clock);

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
        await using (await StartAsync<EveryFiveMinutes>(clock))
        {
            await clock.SomebodyWaitsAsync(3);
        }

        clock.SetUtcNow(Start.AddHours(1));
        await using var host = await StartAsync<EveryFiveMinutes>(clock);

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
        await using (await StartAsync<EveryFiveMinutes>(clock))
        {
            await clock.SomebodyWaitsAsync(3);
            clock.SetUtcNow(Start.AddMinutes(3));
            await _runs.NextAsync();
            await clock.SomebodyWaitsAsync(5);
        }

        clock.SetUtcNow(Start.AddMinutes(4));
        await using var host = await StartAsync<EveryFiveMinutes>(clock);

        await clock.SomebodyWaitsAsync(4);
        Assert.False(_runs.Any);
    }

    [Theory]
    [InlineData(typeof(Unmonitored), 180)]
    [InlineData(typeof(EveryTenSeconds), 10)]
    public async Task A_timer_that_is_not_monitored_misses_nothing(Type functions, int wait)
    {
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
        await using var host = await StartAsync<AtStartToo>(clock);

        Assert.False((await _runs.NextAsync()).IsPastDue);
        await clock.SomebodyWaitsAsync(30);
        clock.SetUtcNow(Start.AddMinutes(30));
        await _runs.NextAsync();
    }

    [Fact]
    public async Task A_run_that_fails_is_logged_and_the_schedule_goes_on()
    {
        var clock = new ObservedClock(Start);
        await using var host = await StartAsync<FailsEveryMinute>(clock);

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
        await using var host = await StartAsync<Lasting>(clock);
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
        await using (var host = await StartAsync<Lasting>(clock))
        {
            await clock.SomebodyWaitsAsync(1);
            clock.SetUtcNow(Start.AddMinutes(1));
            await _runs.NextAsync();
            await host.StopAsync().WaitAsync(Patience);
            Assert.Empty(host.Logs.Errors);
        }

        await using var again = await StartAsync<Lasting>(clock);
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
        await using var host = await StartAsync<EveryFiveMinutes>(clock);

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
            typeof(FromSetting), clock, builder => builder.Configuration["Sync:Schedule"] = "0 0 11 * * *");

        await clock.SomebodyWaitsAsync(58);
        clock.SetUtcNow(Start.AddMinutes(58));

        await _runs.NextAsync();
    }

    [Theory]
    [InlineData(typeof(FromSetting), "FromSetting", "%Sync__Schedule%")]
    [InlineData(typeof(Wrong), "Wrong", "'0 0 25 * * *'")]
    public void A_schedule_that_is_missing_or_wrong_stops_the_start(Type functions, string function, string named)
    {
        var error = TestHost.StartError(functions);

        Assert.Contains(function, error, StringComparison.Ordinal);
        Assert.Contains(named, error, StringComparison.Ordinal);
    }

    private Task<TestHost> StartAsync<TFunctions>(ObservedClock clock) => StartAsync(typeof(TFunctions), clock);

    private Task<TestHost> StartAsync(Type functions, ObservedClock clock, Action<FunctionsApplicationBuilder>? configure = null) =>
        TestHost.StartAsync(
            [functions],
            builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(clock);
                builder.Services.AddSingleton(_runs);
                configure?.Invoke(builder);
            },
            _data.Path);

    public sealed class Runs
    {
        private readonly Channel<TimerInfo> _begun = Channel.CreateUnbounded<TimerInfo>();
        private readonly Channel<bool> _finish = Channel.CreateUnbounded<bool>();

        public bool Any => _begun.Reader.Count > 0;

        public void Add(TimerInfo info) => _begun.Writer.TryWrite(info);

        public Task<TimerInfo> NextAsync() => _begun.Reader.ReadAsync().AsTask().WaitAsync(Patience);

        public void Finish() => _finish.Writer.TryWrite(true);

        public Task FinishedAsync(CancellationToken cancellationToken) => _finish.Reader.ReadAsync(cancellationToken).AsTask();
    }

    public sealed class EveryFiveMinutes(Runs runs)
    {
        [Function("EveryFiveMinutes")]
        public void Run([TimerTrigger("0 */5 * * * *")] TimerInfo timer) => runs.Add(timer);
    }

    public sealed class Unmonitored(Runs runs)
    {
        [Function("Unmonitored")]
        public void Run([TimerTrigger("0 */5 * * * *", UseMonitor = false)] TimerInfo timer) => runs.Add(timer);
    }

    public sealed class EveryTenSeconds(Runs runs)
    {
        [Function("EveryTenSeconds")]
        public void Run([TimerTrigger("*/10 * * * * *")] TimerInfo timer) => runs.Add(timer);
    }

    public sealed class AtStartToo(Runs runs)
    {
        [Function("AtStartToo")]
        public void Run([TimerTrigger("00:30:00", RunOnStartup = true)] TimerInfo timer) => runs.Add(timer);
    }

    public sealed class FailsEveryMinute(Runs runs)
    {
        [Function("FailsEveryMinute")]
        public void Run([TimerTrigger("0 * * * * *")] TimerInfo timer)
        {
            runs.Add(timer);
            throw new InvalidOperationException("no luck");
        }
    }

    public sealed class Lasting(Runs runs)
    {
        [Function("Lasting")]
        public Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
        {
            runs.Add(timer);
            return runs.FinishedAsync(cancellationToken);
        }
    }

    public sealed class FromSetting(Runs runs)
    {
        [Function("FromSetting")]
        public void Run([TimerTrigger("%Sync__Schedule%")] TimerInfo timer) => runs.Add(timer);
    }

    public sealed class Wrong
    {
        [Function("Wrong")]
        public void Run([TimerTrigger("0 0 25 * * *")] TimerInfo timer)
        {
        }
    }
}
