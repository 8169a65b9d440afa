namespace BadgeFunctions.EmbeddedHost.Storage;

/// <summary>What an instance carries, as JSON.</summary>
internal sealed record StoredPayloads(string? Input, string? Output, string? Failure, string? CustomStatus);
