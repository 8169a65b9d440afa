namespace BadgeFunctions.EmbeddedHost;

/// <summary>How instances are purged.</summary>
/// <param name="Recursive">Whether their sub-orchestrations are purged too.</param>
public record PurgeInstanceOptions(bool Recursive = false);
