using Azure.Data.Tables;
using BadgeFunctions.Functions.Storage;

namespace BadgeFunctions.Functions.Badges;

/// <summary>Point look-ups from what callers know to a badge's key.</summary>
internal sealed class BadgeLookups(TableServiceClient tables)
{
    public const string Table = "BadgeLookups";

    private readonly TableClient _lookups = tables.GetTableClient(Table);

    public Task<BadgeKey?> ByBadgeIdAsync(string badgeId, CancellationToken cancellationToken) =>
        FindAsync(badgeId, cancellationToken);

    public Task<BadgeKey?> ByPlatformIdAsync(string platformId, CancellationToken cancellationToken) =>
        FindAsync(PlatformRow(platformId), cancellationToken);

    public Task AddPlatformIdAsync(string platformId, BadgeKey key, CancellationToken cancellationToken) =>
        _lookups.AddIfAbsentAsync(RowFor(PlatformRow(platformId), key), cancellationToken);

    internal static TableEntity RowFor(string partition, BadgeKey key) => new(partition, "")
    {
        ["MemberId"] = key.MemberId,
        ["BadgeId"] = key.BadgeId,
    };

    private async Task<BadgeKey?> FindAsync(string partition, CancellationToken cancellationToken)
    {
        var row = await _lookups.GetEntityIfExistsAsync<TableEntity>(partition, "", cancellationToken: cancellationToken);
        return row.HasValue ? new BadgeKey(row.Value!.GetString("MemberId"), row.Value.GetString("BadgeId")) : null;
    }

    private static string PlatformRow(string platformId) => $"credly:{platformId}";
}
