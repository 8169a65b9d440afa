namespace BadgeFunctions.EmbeddedHost.Storage;

/// <summary>A record of an instance's log.</summary>
internal sealed record LogRow(long Sequence, LogKind Kind, string Data);
