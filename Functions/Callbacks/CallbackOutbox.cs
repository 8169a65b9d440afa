using Azure;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary>
/// The rows of <c>CallbackOutbox</c>: which badges' rows may hold announcements. A hint is written before the badge's row is; the
/// badge's row is the truth.
/// </summary>
internal sealed class CallbackOutbox(TableServiceClient tables)
{
    public const string Table = "CallbackOutbox";

    private const string Partition = "open";

    private readonly TableClient _hints = tables.GetTableClient(Table);

    /// <summary>Notes that a badge's row is about to hold an announcement. A hint that is there gets a new version.</summary>
    public Task NoteAsync(BadgeKey badge, CancellationToken cancellationToken) => _hints.UpsertEntityAsync(
        new TableEntity(Partition, badge.BadgeId) { ["MemberId"] = badge.MemberId }, TableUpdateMode.Replace, cancellationToken);

    /// <summary>The hints, page by page.</summary>
    public async IAsyncEnumerable<OutboxHint> OpenAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in _hints.QueryAsync<TableEntity>(row => row.PartitionKey == Partition, cancellationToken: cancellationToken))
        {
            yield return new OutboxHint(new BadgeKey(row.GetString("MemberId"), row.RowKey), row.ETag);
        }
    }

    /// <summary>Removes a hint, unless it was noted again since it was read.</summary>
    public async Task RemoveAsync(OutboxHint hint, CancellationToken cancellationToken)
    {
        try
        {
            await _hints.DeleteEntityAsync(Partition, hint.Badge.BadgeId, hint.ETag, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == StatusCodes.Status412PreconditionFailed)
        {
            // It stands for a newer announcement.
        }
    }
}

/// <summary>A badge whose row may hold announcements.</summary>
/// <param name="Badge">The badge.</param>
/// <param name="ETag">The hint's version.</param>
internal sealed record OutboxHint(BadgeKey Badge, ETag ETag);
