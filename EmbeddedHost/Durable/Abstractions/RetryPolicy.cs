namespace BadgeFunctions.EmbeddedHost;

/// <summary>A declared rule for trying a failed activity or sub-orchestration again.</summary>
public class RetryPolicy
{
    /// <summary>Declares a rule.</summary>
    /// <param name="maxNumberOfAttempts">How often the task is tried in all, at least once.</param>
    /// <param name="firstRetryInterval">The pause before the second attempt.</param>
    /// <param name="backoffCoefficient">What each further pause is multiplied by, at least 1.</param>
    /// <param name="maxRetryInterval">The longest pause; one hour when left out.</param>
    /// <param name="retryTimeout">No further attempt is planned once so much time has passed since the first; unlimited when left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public RetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1.0,
        TimeSpan? maxRetryInterval = null,
        TimeSpan? retryTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxNumberOfAttempts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(backoffCoefficient, 1.0);
        ThrowIfShorter(maxRetryInterval, firstRetryInterval, nameof(maxRetryInterval));
        ThrowIfShorter(retryTimeout, firstRetryInterval, nameof(retryTimeout));

        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? TimeSpan.FromHours(1);
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
        Handle = _ => true;
    }

    /// <summary>How often the task is tried in all.</summary>
    public int MaxNumberOfAttempts { get; }

    /// <summary>The pause before the second attempt.</summary>
    public TimeSpan FirstRetryInterval { get; }

    /// <summary>What each further pause is multiplied by.</summary>
    public double BackoffCoefficient { get; }

    /// <summary>The longest pause between two attempts.</summary>
    public TimeSpan MaxRetryInterval { get; }

    /// <summary>No further attempt is planned once so much time has passed since the first.</summary>
    public TimeSpan RetryTimeout { get; }

    /// <summary>Whether a failure is worth another attempt.</summary>
    public Func<Exception, bool> Handle { get; private init; }

    /// <summary>Never called; kept because the mirrored type has it.</summary>
    [Obsolete("This functionality is not implemented. Use TaskOptions.FromRetryHandler or HandleFailure instead.")]
    public Func<Exception, Task<bool>>? HandleAsync { get; set; }

    /// <summary>Decides on a failure's details whether it is worth another attempt.</summary>
    public Func<TaskFailureDetails, bool> HandleFailure
    {
        init => Handle = exception => exception is TaskFailedException failed
            ? value(failed.FailureDetails)
            : throw new InvalidOperationException($"Expected a {nameof(TaskFailedException)}, got {exception.GetType()}.");
    }

    private static void ThrowIfShorter(TimeSpan? value, TimeSpan first, string name)
    {
        if (value < first && value != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(name, value, "Must not be shorter than the first retry interval.");
        }
    }
}
