using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Tests.Storage;

internal static class BadgeReads
{
    /// <summary>The badge, which must be there.</summary>
    public static async Task<Badge> GetAsync(this BadgeStore badges, BadgeKey key, CancellationToken cancellationToken) =>
        await badges.FindAsync(key, cancellationToken) ?? throw new InvalidOperationException($"Badge {key.BadgeId} is not recorded.");
}
