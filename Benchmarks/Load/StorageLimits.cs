using System.Diagnostics;
using Azure.Data.Tables;

namespace BadgeFunctions.Benchmarks.Load;

/// <summary>How many calls a second the storage itself takes from concurrent callers when it has nothing else to do.</summary>
internal sealed record StorageLimits(double Upserts, double Reads, double Transactions)
{
    private const int Callers = 32;
    private const int Rows = 1000;
    private const int RowsOfATransaction = 3;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(4);

    public static async Task<StorageLimits> MeasureAsync(string storage, CancellationToken cancellationToken)
    {
        var table = new TableClient(storage, $"Limits{Guid.NewGuid():N}");
        await table.CreateAsync(cancellationToken);
        // The first round warms up, and writes what is read.
        await table.UpsertEntityAsync(Row(0), TableUpdateMode.Replace, cancellationToken);
        await PerSecondAsync(i => table.UpsertEntityAsync(Row(i), TableUpdateMode.Replace, cancellationToken), Rows);
        var limits = new StorageLimits(
            await PerSecondAsync(i => table.UpsertEntityAsync(Row(i), TableUpdateMode.Replace, cancellationToken)),
            await PerSecondAsync(i => table.GetEntityAsync<TableEntity>($"{i % Rows}", "0", cancellationToken: cancellationToken)),
            await PerSecondAsync(i => table.SubmitTransactionAsync(
                Enumerable.Range(0, RowsOfATransaction).Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, Row(i, row))),
                cancellationToken)));
        await table.DeleteAsync(cancellationToken);
        return limits;
    }

    // A partition for each, as the app has one for each member and badge.
    private static TableEntity Row(int partition, int row = 0) =>
        new($"{partition % Rows}", $"{row}") { ["State"] = "Pending", ["Name"] = "Maria Rossi", ["At"] = TimeProvider.System.GetUtcNow(), ["Count"] = partition };

    /// <param name="call">One call.</param>
    /// <param name="count">How many; null for as many as go into a while.</param>
    private static async Task<double> PerSecondAsync(Func<int, Task> call, int? count = null)
    {
        var (started, last) = (Stopwatch.GetTimestamp(), -1);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            while (count is { } all ? last < all : Stopwatch.GetElapsedTime(started) < Duration)
            {
                await call(Interlocked.Increment(ref last));
            }
        }));
        return (last + 1) / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
