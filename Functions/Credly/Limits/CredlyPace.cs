using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Credly.Limits;

/// <summary>
/// Lets this worker's requests go at their instants. Instants come from <see cref="CredlySlots"/>, for all that wait at a time together;
/// without a limit there are none, and only a pause that Credly has asked this worker for is kept. With a limit, of this worker's requests no more than the limit are on their way or were answered within the last second: whatever the
/// network and the machine do to their spacing, Credly never sees more of them in a second.
/// </summary>
internal sealed class CredlyPace(CredlySlots slots, IOptions<CredlyOptions> options, TimeProvider clock) : IDisposable
{
    // Of workers that share the limit, one may be a little late and the next in time.
    private const double Margin = 1.02;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // A timer can fire some milliseconds early: the system's ticks are coarse. So whoever waits looks at the clock again.
    private static readonly TimeSpan LeastWait = TimeSpan.FromMilliseconds(3);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _onTheirWay = new(options.Value.RequestsPerSecond ?? 1);
    private Batch? _next;
    private int _waiting;
    private DateTimeOffset _pausedUntil;

    private bool IsLimited => options.Value.RequestsPerSecond is not null;

    private TimeSpan Spacing => Second * Margin / options.Value.RequestsPerSecond!.Value;

    /// <summary>Waits for the request's turn.</summary>
    /// <returns>Null when it may go; otherwise after how long it should be tried again.</returns>
    public async Task<TimeSpan?> EnterAsync(CancellationToken cancellationToken)
    {
        if (!IsLimited)
        {
            return await PassPauseAsync(cancellationToken);
        }

        var (first, place, isTaken) = await TakeAsync(cancellationToken);
        if (!isTaken)
        {
            return first - clock.GetUtcNow();
        }

        var turn = first + place * Spacing;
        await WaitAsync(() => turn - clock.GetUtcNow(), cancellationToken);
        await _onTheirWay.WaitAsync(cancellationToken);
        return null;
    }

    /// <summary>A request that went was answered, or given up.</summary>
    public void Leave()
    {
        if (IsLimited)
        {
            _ = ReleaseAsync();
        }
    }

    /// <summary>Credly asked for a pause.</summary>
    public Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        if (IsLimited)
        {
            return slots.CloseAsync(pause, cancellationToken);
        }

        lock (_lock)
        {
            var until = clock.GetUtcNow() + pause;
            _pausedUntil = until > _pausedUntil ? until : _pausedUntil;
        }

        return Task.CompletedTask;
    }

    public void Dispose() => _onTheirWay.Dispose();

    private async Task<TimeSpan?> PassPauseAsync(CancellationToken cancellationToken)
    {
        if (PauseLeft() is var left && left > options.Value.LongestWait)
        {
            return left;
        }

        await WaitAsync(PauseLeft, cancellationToken);
        return null;
    }

    private TimeSpan PauseLeft()
    {
        lock (_lock)
        {
            return _pausedUntil - clock.GetUtcNow();
        }
    }

    private async Task ReleaseAsync()
    {
        var answered = clock.GetTimestamp();
        await WaitAsync(() => Second - clock.GetElapsedTime(answered), CancellationToken.None);
        try
        {
            _onTheirWay.Release();
        }
        catch (ObjectDisposedException)
        {
            // The app has stopped meanwhile.
        }
    }

    // Whoever comes while instants are being taken takes part in the next take.
    private async Task<(DateTimeOffset First, int Place, bool IsTaken)> TakeAsync(CancellationToken cancellationToken)
    {
        Batch batch;
        int place;
        lock (_lock)
        {
            batch = _next ??= new Batch();
            place = batch.Count++;
            if (place == 0 && _waiting++ == 0)
            {
                _ = TakeInTurnAsync();
            }
        }

        var (first, isTaken) = await batch.Taken.Task.WaitAsync(cancellationToken);
        return (first, place, isTaken);
    }

    private async Task TakeInTurnAsync()
    {
        var more = true;
        while (more)
        {
            Batch batch;
            lock (_lock)
            {
                batch = _next!;
                _next = null;
            }

            try
            {
                batch.Taken.SetResult(await slots.TakeAsync(batch.Count, Spacing, options.Value.LongestWait, CancellationToken.None));
            }
            catch (Exception e)
            {
                batch.Taken.SetException(e);
            }

            lock (_lock)
            {
                more = --_waiting > 0;
            }
        }
    }

    private async Task WaitAsync(Func<TimeSpan> left, CancellationToken cancellationToken)
    {
        for (var wait = left(); wait > TimeSpan.Zero; wait = left())
        {
            await Task.Delay(wait < LeastWait ? LeastWait : wait, clock, cancellationToken);
        }
    }

    private sealed class Batch
    {
        public int Count { get; set; }

        public TaskCompletionSource<(DateTimeOffset First, bool IsTaken)> Taken { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
