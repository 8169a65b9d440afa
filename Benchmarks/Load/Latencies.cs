namespace BadgeFunctions.Benchmarks.Load;

/// <summary>Durations and their percentiles.</summary>
internal sealed class Latencies(IEnumerable<TimeSpan> durations)
{
    private readonly TimeSpan[] _sorted = [.. durations.Order()];

    public bool IsEmpty => _sorted.Length == 0;

    /// <summary>By nearest rank: the shortest duration that at least so many per cent do not exceed; zero when there are none.</summary>
    public TimeSpan Percentile(double percent) =>
        IsEmpty ? TimeSpan.Zero : _sorted[Math.Clamp((int)Math.Ceiling(percent * _sorted.Length / 100) - 1, 0, _sorted.Length - 1)];
}
