namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>The organization's limit of requests in any one second and in any one minute, where they are set, and what came of it.</summary>
internal sealed class CredlyLimit(TimeProvider clock)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Queue<long> _lastSecond = [];
    private readonly Queue<long> _letInLastMinute = [];

    /// <summary>How many requests a second are let in; null for as many as come.</summary>
    public int? PerSecond { get; set; }

    /// <summary>How many requests a minute are let in; null for as many as come.</summary>
    public int? PerMinute { get; set; }

    /// <summary>Whether a refusal says after how many seconds to come again.</summary>
    public bool SaysRetryAfter { get; set; } = true;

    /// <summary>How many requests came, those that were refused among them.</summary>
    public int Requests { get; private set; }

    /// <summary>The most that ever came within one second.</summary>
    public int Highest { get; private set; }

    /// <summary>Counts a request.</summary>
    /// <returns>Null when it is let in.</returns>
    public LimitRefusal? Refuse()
    {
        lock (_lock)
        {
            var now = Count();
            if (SecondsToWait(now) is not { } seconds)
            {
                _letInLastMinute.Enqueue(now);
                return null;
            }

            return new LimitRefusal(SaysRetryAfter ? seconds : null);
        }
    }

    private long Count()
    {
        var now = clock.GetTimestamp();
        Forget(_lastSecond, Second, now);
        Forget(_letInLastMinute, Minute, now);
        _lastSecond.Enqueue(now);
        Requests++;
        Highest = Math.Max(Highest, _lastSecond.Count);
        return now;
    }

    // Who goes on calling within the second is not let in for it; a minute would end for nobody that way.
    private int? SecondsToWait(long now) =>
        _letInLastMinute.Count >= PerMinute ? Math.Max(1, (int)Math.Ceiling((Minute - Since(_letInLastMinute, now)).TotalSeconds))
        : _lastSecond.Count > PerSecond ? 1
        : null;

    private TimeSpan Since(Queue<long> times, long now) => times.TryPeek(out var earliest) ? clock.GetElapsedTime(earliest, now) : TimeSpan.Zero;

    private void Forget(Queue<long> times, TimeSpan after, long now)
    {
        while (times.Count > 0 && Since(times, now) >= after)
        {
            times.Dequeue();
        }
    }
}

/// <summary>A request beyond the limit, and after how many seconds it should come again, where that is said.</summary>
internal readonly record struct LimitRefusal(int? RetryAfter);
