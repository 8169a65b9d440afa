namespace BadgeFunctions.EmbeddedHost;

/// <summary>Decides after a failure whether the task is tried again; it may await tasks of the orchestration's context only.</summary>
/// <param name="retryContext">The attempts so far.</param>
/// <returns><c>true</c> to try again.</returns>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);
