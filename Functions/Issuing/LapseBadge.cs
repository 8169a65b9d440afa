using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>Activity: ends the claim of a badge that nobody claimed in its window.</summary>
internal sealed class LapseBadge(BadgeStore badges, TimeProvider clock)
{
    [Function(nameof(LapseBadge))]
    public async Task<BadgeState> Run([ActivityTrigger] BadgeKey key, CancellationToken cancellationToken)
    {
        var badge = await badges.ChangeAsync(
            key,
            nameof(BadgeEvent.ClaimWindowEnded),
            current => current.After(BadgeEvent.ClaimWindowEnded, clock.GetUtcNow()),
            cancellationToken);
        return badge.State;
    }
}
