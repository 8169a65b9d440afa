namespace BadgeFunctions.EmbeddedHost.Storage;

/// <summary>An instance that is scheduled.</summary>
internal sealed record NewInstance(
    long Key,
    string Id,
    string Name,
    string? Version,
    DateTime CreatedAt,
    DateTime? StartAt,
    long? ParentKey,
    string? Parent,
    string? Tags,
    string? Trace,
    string? Input);
