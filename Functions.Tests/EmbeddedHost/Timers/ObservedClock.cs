using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Timers;

/// <summary>A clock that a test moves, and that tells when somebody waits for it.</summary>
internal sealed class ObservedClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Waits until one more wait of this length has begun since the last call.</summary>
    public async Task SomebodyWaitsAsync(TimeSpan length)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await _waits.Reader.ReadAsync(patience.Token) != length)
        {
        }
    }

    public Task SomebodyWaitsAsync(int minutes) => SomebodyWaitsAsync(TimeSpan.FromMinutes(minutes));
}
