namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>
/// The organization's limit of requests in any one second, when one is set, and what came of it. By the real clock: what is measured are
/// real requests.
/// </summary>
internal sealed class CredlyLimit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Queue<long> _lastSecond = [];

    /// <summary>How many requests a second are let in; null for as many as come.</summary>
    public int? PerSecond { get; set; }

    /// <summary>How many requests came, those that were refused among them.</summary>
    public int Requests { get; private set; }

    /// <summary>How many were refused.</summary>
    public int Refused { get; private set; }

    /// <summary>The most that ever came within one second.</summary>
    public int Highest { get; private set; }

    /// <summary>When the first and the last came, as timestamps of <see cref="TimeProvider.System"/>.</summary>
    public (long First, long Last) Times { get; private set; }

    /// <summary>Counts a request.</summary>
    /// <returns>Null when it is let in; otherwise after how many seconds it should come again.</returns>
    public int? Refuse()
    {
        lock (_lock)
        {
            var now = TimeProvider.System.GetTimestamp();
            while (_lastSecond.TryPeek(out var earliest) && TimeProvider.System.GetElapsedTime(earliest, now) >= Second)
            {
                _lastSecond.Dequeue();
            }

            _lastSecond.Enqueue(now);
            Times = (Requests++ == 0 ? now : Times.First, now);
            Highest = Math.Max(Highest, _lastSecond.Count);
            if (_lastSecond.Count <= PerSecond || PerSecond is null)
            {
                return null;
            }

            Refused++;
            return 1;
        }
    }
}
