namespace BadgeFunctions.EmbeddedHost;

/// <summary>What a purge did.</summary>
public class PurgeResult
{
    /// <summary>A purge of which only the count is known.</summary>
    /// <param name="count">How many instances were purged.</param>
    public PurgeResult(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        PurgedInstanceCount = count;
    }

    /// <summary>A purge and whether it reached its end.</summary>
    /// <param name="count">How many instances were purged.</param>
    /// <param name="isComplete">Whether nothing is left to purge; <c>null</c> when that is not known.</param>
    public PurgeResult(int count, bool? isComplete)
        : this(count) => IsComplete = isComplete;

    /// <summary>How many instances were purged.</summary>
    public int PurgedInstanceCount { get; }

    /// <summary>Whether nothing is left to purge; <c>null</c> when that is not known.</summary>
    public bool? IsComplete { get; }
}
