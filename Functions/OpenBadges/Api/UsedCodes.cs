using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Storage;

namespace BadgeFunctions.Functions.OpenBadges.Api;

/// <summary>
/// The codes that a member's clients have used and that are still good: one row in the member's partition, from which what is over is taken whenever
/// one is added. So there is nothing to clean up.
/// </summary>
internal sealed class UsedCodes(TableServiceClient tables, TimeProvider clock)
{
    private const string Until = nameof(Until);
    private const string Codes = nameof(Codes);

    private readonly TableClient _rows = tables.GetTableClient(BadgeStore.Table);

    /// <summary>Uses a code up; false when it was used before. Of two who use one at the same time, one succeeds.</summary>
    public async Task<bool> TryUseAsync(string memberId, string codeId, CancellationToken cancellationToken)
    {
        var partition = BadgeKey.PartitionOf(memberId);
        // With the partition's name: Azurite goes through all rows of one row key, whatever their partition.
        var key = $"oauth-codes:{partition}";
        while (true)
        {
            var found = await _rows.GetEntityIfExistsAsync<TableEntity>(partition, key, cancellationToken: cancellationToken);
            // All of them go when the youngest is over.
            var now = clock.GetUtcNow();
            string[] used = found.HasValue && now < found.Value!.GetDateTimeOffset(Until) ? found.Value.GetString(Codes).Split(' ') : [];
            if (used.Contains(codeId))
            {
                return false;
            }

            var row = new TableEntity(partition, key) { [Codes] = string.Join(' ', [.. used, codeId]), [Until] = now + GrantTexts.CodeLifetime };
            TableTransactionAction write = found.HasValue
                ? new(TableTransactionActionType.UpdateReplace, row, found.Value!.ETag)
                : new(TableTransactionActionType.Add, row);
            if (await _rows.TrySubmitAsync([write], cancellationToken) is not null)
            {
                return true;
            }
        }
    }
}
