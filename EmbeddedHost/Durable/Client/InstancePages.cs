using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using BadgeFunctions.EmbeddedHost.Storage;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>The instances that a query finds, in the order in which they were created.</summary>
internal sealed class InstancePages(DurableStore store, OrchestrationQuery query) : AsyncPageable<OrchestrationMetadata>
{
    public override IAsyncEnumerable<Page<OrchestrationMetadata>> AsPages(string? continuationToken = default, int? pageSizeHint = default) =>
        ReadAsync(continuationToken ?? query.ContinuationToken, pageSizeHint ?? query.PageSize);

    public static Page<OrchestrationMetadata> Read(
        DurableStore store, InstanceFilter filter, string? continuationToken, int pageSize, bool payloads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        var found = store.Read(reader => reader.Find(filter, ReadToken(continuationToken), pageSize + 1, payloads));
        var page = found.Take(pageSize).ToList();
        return new Page<OrchestrationMetadata>(
            [.. page.Select(ToMetadata)],
            found.Count > pageSize ? page[^1].Key.ToString(CultureInfo.InvariantCulture) : null);
    }

    public static OrchestrationMetadata ToMetadata(StoredInstance stored) => new(stored.Name, stored.Id)
    {
        RuntimeStatus = stored.Status,
        CreatedAt = stored.CreatedAt,
        LastUpdatedAt = stored.UpdatedAt,
        Tags = HistoryJson.ReadTags(stored.Tags) ?? ImmutableDictionary<string, string>.Empty,
        SerializedInput = stored.Payloads?.Input,
        SerializedOutput = stored.Payloads?.Output,
        SerializedCustomStatus = stored.Payloads?.CustomStatus,
        FailureDetails = HistoryJson.ReadFailure(stored.Payloads?.Failure)?.ToDetails(),
        HasInputsAndOutputs = stored.Payloads is not null,
    };

    private async IAsyncEnumerable<Page<OrchestrationMetadata>> ReadAsync(
        string? continuationToken, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var filter = new InstanceFilter
        {
            CreatedFrom = query.CreatedFrom,
            CreatedTo = query.CreatedTo,
            Statuses = query.Statuses?.ToList() is { Count: > 0 } statuses ? statuses : null,
            IdPrefix = query.InstanceIdPrefix,
        };
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await Task.Run(() => Read(store, filter, continuationToken, pageSize, query.FetchInputsAndOutputs), cancellationToken);
            yield return page;
            continuationToken = page.ContinuationToken;
        }
        while (continuationToken is not null);
    }

    private static long ReadToken(string? token) => token switch
    {
        null or "" => 0,
        _ when long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var key) => key,
        _ => throw new ArgumentException($"'{token}' is not a continuation token of this store.", nameof(token)),
    };
}
