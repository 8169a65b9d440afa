namespace BadgeFunctions.EmbeddedHost;

/// <summary>What a retry handler decides on.</summary>
/// <param name="OrchestrationContext">The context of the orchestrator that called the task.</param>
/// <param name="LastAttemptNumber">How often the task was tried so far.</param>
/// <param name="LastFailure">How the last attempt failed.</param>
/// <param name="TotalRetryTime">The time since the first attempt.</param>
/// <param name="CancellationToken">Cancelled when retrying is to stop.</param>
public record RetryContext(
    TaskOrchestrationContext OrchestrationContext,
    int LastAttemptNumber,
    TaskFailureDetails LastFailure,
    TimeSpan TotalRetryTime,
    CancellationToken CancellationToken);
