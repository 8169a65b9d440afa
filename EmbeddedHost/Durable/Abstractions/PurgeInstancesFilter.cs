namespace BadgeFunctions.EmbeddedHost;

/// <summary>Which ended instances are purged.</summary>
/// <param name="CreatedFrom">Created at or after this time.</param>
/// <param name="CreatedTo">Created at or before this time.</param>
/// <param name="Statuses">In one of these statuses.</param>
public record PurgeInstancesFilter(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null)
{
    /// <summary>How long one call may purge; <c>null</c> for as long as it takes.</summary>
    public TimeSpan? Timeout { get; init; }
}
