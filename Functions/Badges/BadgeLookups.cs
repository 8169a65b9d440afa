using Azure.Data.Tables;
using BadgeFunctions.Functions.Storage;

namespace BadgeFunctions.Functions.Badges;

/// <summary>Point look-ups from a badge's id to its member, and to the content that was awarded.</summary>
internal sealed class BadgeLookups(TableServiceClient tables)
{
    public const string Table = "Lookups";

    private readonly TableClient _lookups = tables.GetTableClient(Table);

    public async Task<BadgeKey?> FindAsync(string badgeId, CancellationToken cancellationToken) =>
        (await FindAwardAsync(badgeId, cancellationToken))?.Badge;

    /// <summary>The badge of an id, and the digest of the award that led to it; null when nothing was awarded under it.</summary>
    public async Task<(BadgeKey Badge, string AwardSha256)?> FindAwardAsync(string badgeId, CancellationToken cancellationToken)
    {
        var row = await _lookups.GetEntityIfExistsAsync<TableEntity>(PartitionOf(badgeId), badgeId, cancellationToken: cancellationToken);
        return row.HasValue ? (new BadgeKey(row.Value!.GetString("MemberId"), badgeId), row.Value.GetString("AwardSha256")) : null;
    }

    /// <summary>Notes what is awarded under an achievement's id.</summary>
    /// <returns>False when that was awarded before with other content.</returns>
    public async Task<bool> TryAddAsync(Award award, CancellationToken cancellationToken)
    {
        var (key, digest) = (award.Badge, award.Digest());
        return await _lookups.AddIfAbsentAsync(
                new TableEntity(PartitionOf(key.BadgeId), key.BadgeId) { ["MemberId"] = key.MemberId, ["AwardSha256"] = digest }, cancellationToken)
            || (await FindAwardAsync(key.BadgeId, cancellationToken))?.AwardSha256 == digest;
    }

    // The row's key is the badge's id once more: Azurite goes through all rows of one row key, whatever their partition.
    private static string PartitionOf(string badgeId) => $"badge:{badgeId}";
}
