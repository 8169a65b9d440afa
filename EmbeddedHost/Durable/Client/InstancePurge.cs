using BadgeFunctions.EmbeddedHost.Storage;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Deletes the ended instances that a filter finds, a few at a time so that running ones are not held up.</summary>
internal sealed class InstancePurge(DurableEngine engine, PurgeInstancesFilter filter, bool recursive)
{
    private const int InstancesPerTransaction = 200;

    private static readonly IReadOnlyList<OrchestrationRuntimeStatus> EndedStatuses =
        [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    /// <summary>Those of the statuses in which an instance has ended; all of these when none are given.</summary>
    public static IReadOnlyList<OrchestrationRuntimeStatus> OnlyEnded(IEnumerable<OrchestrationRuntimeStatus>? statuses) =>
        statuses?.Any() == true ? [.. EndedStatuses.Intersect(statuses)] : EndedStatuses;

    public async Task<PurgeResult> RunAsync(CancellationToken cancellationToken)
    {
        var begun = engine.Time.GetTimestamp();
        var ended = new InstanceFilter
        {
            CreatedFrom = filter.CreatedFrom,
            CreatedTo = filter.CreatedTo,
            Statuses = OnlyEnded(filter.Statuses),
        };
        var count = 0;
        for (var after = 0L; ;)
        {
            var found = engine.Store.Read(reader => reader.Find(ended, after, InstancesPerTransaction, payloads: false));
            if (found.Count == 0)
            {
                return new PurgeResult(count, true);
            }

            if (filter.Timeout is { } timeout && engine.Time.GetElapsedTime(begun) >= timeout)
            {
                return new PurgeResult(count, false);
            }

            count += await engine.SubmitAsync(
                transaction => found.Sum(instance => transaction.Purge(instance.Id, recursive)), cancellationToken);
            after = found[^1].Key;
        }
    }
}
