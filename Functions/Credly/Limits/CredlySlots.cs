using Azure.Data.Tables;
using BadgeFunctions.Functions.Storage;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Credly.Limits;

/// <summary>
/// Hands out the instants at which requests may be sent, evenly spaced, to all workers: one row says up to when they are handed out. Its
/// ETag sees to it that no instant is handed out twice.
/// </summary>
internal sealed class CredlySlots(TableServiceClient tables, IOptions<CredlyOptions> options, TimeProvider clock)
{
    public const string Table = "CredlyLimits";

    private const string Column = "HandedOutUntil";

    private readonly TableClient _limits = tables.GetTableClient(Table);

    /// <summary>Takes the next instants.</summary>
    /// <param name="count">How many.</param>
    /// <param name="spacing">The time from one to the next.</param>
    /// <param name="longestWait">When the first would be later than this, none is taken.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The first instant, and whether they were taken.</returns>
    public Task<(DateTimeOffset First, bool IsTaken)> TakeAsync(
        int count, TimeSpan spacing, TimeSpan longestWait, CancellationToken cancellationToken) =>
        ChangeAsync(
            (until, now) =>
            {
                var first = until > now ? until : now;
                return first - now > longestWait ? (first, null) : (first, first + count * spacing);
            },
            cancellationToken);

    /// <summary>Hands nothing out for a while: Credly asked all of us to wait.</summary>
    public Task CloseAsync(TimeSpan pause, CancellationToken cancellationToken) =>
        ChangeAsync((until, now) => (until, now + pause > until ? now + pause : null), cancellationToken);

    private async Task<(DateTimeOffset First, bool IsTaken)> ChangeAsync(
        Func<DateTimeOffset, DateTimeOffset, (DateTimeOffset First, DateTimeOffset? Next)> decide, CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = await _limits.GetEntityIfExistsAsync<TableEntity>(
                options.Value.OrganizationId, "", cancellationToken: cancellationToken);
            var row = found.HasValue ? found.Value! : new TableEntity(options.Value.OrganizationId, "");
            var (first, next) = decide(row.GetDateTimeOffset(Column) ?? DateTimeOffset.MinValue, clock.GetUtcNow());
            if (next is null)
            {
                return (first, false);
            }

            row[Column] = next.Value;
            if (await (row.ETag == default
                ? _limits.AddIfAbsentAsync(row, cancellationToken)
                : _limits.TryReplaceAsync(row, row.ETag, cancellationToken)))
            {
                return (first, true);
            }
        }
    }
}
