namespace BadgeFunctions.EmbeddedHost.Storage;

/// <summary>An instance as it is stored; payloads only where they were asked for.</summary>
internal sealed record StoredInstance(
    long Key,
    string Id,
    string Name,
    string? Version,
    OrchestrationRuntimeStatus Status,
    DateTime CreatedAt,
    DateTime UpdatedAt,
    DateTime? StartAt,
    int Execution,
    string? Parent,
    string? Tags,
    string? Trace,
    StoredPayloads? Payloads);
