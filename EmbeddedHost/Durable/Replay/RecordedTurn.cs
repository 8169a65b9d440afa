namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>A step of history: what the orchestrator heard of, and what it decided.</summary>
internal sealed record RecordedTurn(DateTime At, IReadOnlyList<HistoryEvent> Events, IReadOnlyList<OrchestrationAction> Actions);
