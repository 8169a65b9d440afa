namespace BadgeFunctions.EmbeddedHost;

/// <summary>How an instance is terminated.</summary>
/// <param name="Output">The instance's output.</param>
/// <param name="Recursive">Whether its sub-orchestrations are terminated too.</param>
public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);
