namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>An orchestration that a client or another orchestration wants to start.</summary>
internal sealed record NewOrchestration(string Id, string Name, string? Version, string? Input)
{
    public DateTime? StartAt { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public ParentLink? Parent { get; init; }

    /// <summary>The span that creates it, as a W3C <c>traceparent</c>; null when nobody traces.</summary>
    public string? Trace { get; init; }

    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}
