using Azure.Data.Tables;
using BadgeFunctions.Functions.Credly;
using BadgeFunctions.Functions.Credly.Limits;
using BadgeFunctions.Functions.Tests.Storage;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace BadgeFunctions.Functions.Tests.Credly;

/// <summary>Workers that share a limit through Table storage, on a clock that the test moves.</summary>
public sealed class CredlyPaceTests
{
    private const int PerSecond = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _clock = new(A.Now);

    [Theory]
    [InlineData(1, PerSecond)]
    // Of three, two may send one late: the clock goes on while they are about to.
    [InlineData(3, PerSecond + 2)]
    public async Task Workers_keep_to_the_limit_together_and_hardly_lose_a_slot(int workers, int most)
    {
        const int Requests = 120;
        var paces = await PacesAsync(workers, longestWait: TimeSpan.FromMinutes(1));
        var sent = new List<DateTimeOffset>();
        var started = _clock.GetUtcNow();
        var all = Task.WhenAll(Enumerable.Range(0, Requests).Select(i => SendAsync(paces[i % workers], sent)));

        await AdvanceUntilAsync(() => all.IsCompleted);
        await all;

        DateTimeOffset[] times = [.. sent.Order()];
        Assert.Equal(Requests, times.Length);
        Assert.All(times, first => Assert.InRange(times.Count(time => time >= first && time < first + TimeSpan.FromSeconds(1)), 1, most));
        Assert.InRange((times[^1] - started).TotalSeconds, 0, Requests / (double)PerSecond / 0.95);
    }

    [Fact]
    public async Task Whose_turn_is_too_far_away_is_told_when_to_come_back()
    {
        var pace = (await PacesAsync(1, longestWait: TimeSpan.FromSeconds(1)))[0];
        var sent = new List<DateTimeOffset>();
        var first = Task.WhenAll(Enumerable.Range(0, 40).Select(_ => SendAsync(pace, sent)));

        // The first goes by itself, and the others take their instants together.
        await AdvanceUntilAsync(() => sent.Count > 1);

        Assert.InRange((await pace.EnterAsync(CancellationToken.None).WaitAsync(Patience))!.Value, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5));

        await AdvanceUntilAsync(() => first.IsCompleted);
    }

    [Fact]
    public async Task A_pause_that_credly_asks_one_worker_for_holds_all_of_them()
    {
        var paces = await PacesAsync(2, longestWait: TimeSpan.FromSeconds(1));

        await paces[0].PauseAsync(TimeSpan.FromMinutes(1), CancellationToken.None);

        Assert.Equal(TimeSpan.FromMinutes(1), await paces[1].EnterAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Without_a_limit_a_pause_that_credly_asks_for_holds_this_worker()
    {
        var pace = (await PacesAsync(1, longestWait: TimeSpan.FromSeconds(20), perSecond: null))[0];
        Assert.Null(await pace.EnterAsync(CancellationToken.None));

        await pace.PauseAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
        Assert.Equal(TimeSpan.FromSeconds(30), await pace.EnterAsync(CancellationToken.None));
        _clock.Advance(TimeSpan.FromSeconds(15));
        await pace.PauseAsync(TimeSpan.FromSeconds(1), CancellationToken.None);
        var next = pace.EnterAsync(CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(14.9));
        Assert.False(next.IsCompleted);
        await AdvanceUntilAsync(() => next.IsCompleted);

        Assert.Null(await next);
    }

    [Fact]
    public async Task A_whole_second_passes_after_an_answer_also_where_timers_fire_early()
    {
        var clock = new EarlyTimers(A.Now);
        var pace = (await PacesAsync(1, longestWait: TimeSpan.FromMinutes(1), clock))[0];
        var onTheirWay = Task.WhenAll(Enumerable.Range(0, PerSecond).Select(_ => pace.EnterAsync(CancellationToken.None)));
        await AdvanceUntilAsync(() => onTheirWay.IsCompleted, clock);
        var next = pace.EnterAsync(CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(2));

        var answered = clock.GetUtcNow();
        Enumerable.Range(0, PerSecond).ToList().ForEach(_ => pace.Leave());
        await AdvanceUntilAsync(() => next.IsCompleted, clock);

        Assert.InRange(clock.GetUtcNow() - answered, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.5));
    }

    private async Task<CredlyPace[]> PacesAsync(int workers, TimeSpan longestWait, FakeTimeProvider? clock = null, int? perSecond = PerSecond)
    {
        clock ??= _clock;
        var tables = new TableServiceClient(await TestTables.NewAccountAsync());
        await tables.CreateTableIfNotExistsAsync(CredlySlots.Table);
        var options = Options.Create(new CredlyOptions
        {
            BaseAddress = new Uri("https://credly.example/v1/"),
            OrganizationId = "organization",
            RequestsPerSecond = perSecond,
            LongestWait = longestWait,
        });
        return [.. Enumerable.Range(0, workers).Select(_ => new CredlyPace(new CredlySlots(tables, options, clock), options, clock))];
    }

    private async Task SendAsync(CredlyPace pace, List<DateTimeOffset> sent)
    {
        if (await pace.EnterAsync(CancellationToken.None) is null)
        {
            lock (sent)
            {
                sent.Add(_clock.GetUtcNow());
            }

            pace.Leave();
        }
    }

    // In small steps, and never so fast that Azurite's real answers seem to take seconds.
    private async Task AdvanceUntilAsync(Func<bool> isSo, FakeTimeProvider? clock = null)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(4));
        var started = TimeProvider.System.GetTimestamp();
        while (!isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience);
            (clock ?? _clock).Advance(TimeSpan.FromMilliseconds(5));
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>A clock whose timers fire early, as those do that count in the system's ticks.</summary>
    private sealed class EarlyTimers(DateTimeOffset start) : FakeTimeProvider(start)
    {
        private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > Tick ? dueTime - Tick : dueTime, period);
    }
}
