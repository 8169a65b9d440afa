using Azure;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Storage;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary>The rows of <c>CallbackDeliveries</c>: partition the endpoint, row the <c>webhook-id</c>, which sorts the newest first.</summary>
internal sealed class CallbackDeliveries(TableServiceClient tables)
{
    public const string Table = "CallbackDeliveries";

    // The most that one transaction takes.
    private const int Batch = 100;

    // As many as Table storage answers at once.
    private const int MostInAPage = 1000;

    private readonly TableClient _deliveries = tables.GetTableClient(Table);

    public async Task<CallbackDelivery?> FindAsync(string endpoint, string id, CancellationToken cancellationToken)
    {
        var row = await _deliveries.GetEntityIfExistsAsync<TableEntity>(endpoint, id, cancellationToken: cancellationToken);
        return row.HasValue ? Read(row.Value!) : null;
    }

    /// <summary>Adds a delivery; answers the one that is there already, if there is.</summary>
    public async Task<CallbackDelivery> AddAsync(CallbackDelivery delivery, CancellationToken cancellationToken) =>
        await _deliveries.AddIfAbsentAsync(Write(delivery), cancellationToken)
            ? delivery
            : await FindAsync(delivery.Endpoint, delivery.Id, cancellationToken) ?? delivery;

    /// <summary>Saves an attempt's outcome; only the delivery's own workflow does. A row that was purged meanwhile stays away.</summary>
    public async Task SaveAsync(CallbackDelivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            await _deliveries.UpdateEntityAsync(Write(delivery), ETag.All, TableUpdateMode.Replace, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == StatusCodes.Status404NotFound)
        {
            // Nothing is left to write to.
        }
    }

    /// <summary>An endpoint's deliveries after a given one, the newest first.</summary>
    /// <param name="endpoint">The endpoint's name.</param>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="after">The id of the last one of the page before; null for the first page.</param>
    /// <param name="most">How many.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<CallbackDelivery>> PageAsync(
        string endpoint, CallbackState? state, string? after, int most, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {endpoint} and RowKey gt {after ?? ""}");
        filter = state is null ? filter : $"{filter} and {TableClient.CreateQueryFilter($"State eq {state.Value.ToString()}")}";
        List<CallbackDelivery> page = [];
        await foreach (var row in _deliveries.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            page.Add(Read(row));
            if (page.Count == most)
            {
                break;
            }
        }

        return page;
    }

    /// <summary>Removes what was announced before an instant and is not tried any more.</summary>
    /// <returns>How many.</returns>
    public async Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        // Looks through all partitions: those of endpoints that were removed are known from nowhere else.
        var filter = TableClient.CreateQueryFilter(
            $"RowKey gt {AnnouncementId.Before(before)} and State ne {CallbackState.Pending.ToString()}");
        var purged = 0;
        await foreach (var page in _deliveries.QueryAsync<TableEntity>(filter, MostInAPage, ["PartitionKey", "RowKey"], cancellationToken: cancellationToken).AsPages())
        {
            foreach (var rows in page.Values.GroupBy(row => row.PartitionKey).SelectMany(partition => partition.Chunk(Batch)))
            {
                await _deliveries.SubmitTransactionAsync(
                    rows.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellationToken);
                purged += rows.Length;
            }
        }

        return purged;
    }

    private static TableEntity Write(CallbackDelivery delivery) => new(delivery.Endpoint, delivery.Id)
    {
        ["Type"] = delivery.Type,
        ["BadgeId"] = delivery.BadgeId,
        ["Payload"] = delivery.Payload,
        ["State"] = delivery.State.ToString(),
        ["Attempts"] = delivery.Attempts,
        ["LastAttemptAt"] = delivery.LastAttemptAt,
        ["NextAttemptAt"] = delivery.NextAttemptAt,
        ["LastStatus"] = delivery.LastStatus,
        ["LastError"] = delivery.LastError,
    };

    private static CallbackDelivery Read(TableEntity row) => new(
        row.PartitionKey, row.RowKey, row.GetString("Type"), row.GetString("BadgeId"), row.GetString("Payload"))
    {
        State = Enum.Parse<CallbackState>(row.GetString("State")),
        Attempts = row.GetInt32("Attempts") ?? 0,
        LastAttemptAt = row.GetDateTimeOffset("LastAttemptAt"),
        NextAttemptAt = row.GetDateTimeOffset("NextAttemptAt"),
        LastStatus = row.GetInt32("LastStatus"),
        LastError = row.GetString("LastError"),
    };
}

/// <summary>Timer: removes deliveries that were made or given up long ago.</summary>
internal sealed partial class PurgeCallbackDeliveries(
    CallbackDeliveries deliveries, IOptionsMonitor<CallbackOptions> options, TimeProvider clock, ILogger<PurgeCallbackDeliveries> logger)
{
    /// <summary>At 02:45 UTC.</summary>
    [Function(nameof(PurgeCallbackDeliveries))]
    public async Task Run([TimerTrigger("0 45 2 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - options.CurrentValue.Retention;
        LogPurged(logger, await deliveries.PurgeAsync(before, cancellationToken), before);
    }

    [LoggerMessage(6006, LogLevel.Information, "{Count} callback deliveries purged that were announced before {Before:u}")]
    private static partial void LogPurged(ILogger logger, int count, DateTimeOffset before);
}
