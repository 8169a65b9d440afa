namespace BadgeFunctions.EmbeddedHost;

/// <summary>Decides after a failure whether the task is tried again; part of the orchestrator, so it must be deterministic.</summary>
/// <param name="retryContext">The attempts so far.</param>
/// <returns><c>true</c> to try again.</returns>
public delegate bool RetryHandler(RetryContext retryContext);
