namespace BadgeFunctions.Functions.Credly.Limits;

/// <summary>The pause that Credly has asked this instance for, if any. Thread-safe.</summary>
internal sealed class CredlyPause(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _until;

    /// <summary>How long it still lasts; zero or less when there is none.</summary>
    public TimeSpan Left
    {
        get
        {
            lock (_lock)
            {
                return _until - clock.GetUtcNow();
            }
        }
    }

    /// <summary>Begins a pause; does not shorten one that lasts longer.</summary>
    public void Begin(TimeSpan pause)
    {
        lock (_lock)
        {
            var until = clock.GetUtcNow() + pause;
            _until = until > _until ? until : _until;
        }
    }

    /// <summary>Waits until it has ended.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        // A timer can fire early, and a pause can be prolonged: look again.
        for (var left = Left; left > TimeSpan.Zero; left = Left)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), clock, cancellationToken);
        }
    }
}
