namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>An event that is committed to an instance's log.</summary>
/// <param name="Sequence">Its number in the log.</param>
/// <param name="Execution">The execution that it belongs to; <c>null</c> when it came from outside and outlives executions.</param>
/// <param name="Happened">What happened.</param>
internal sealed record LoggedEvent(long Sequence, int? Execution, HistoryEvent Happened);
