using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Claims;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>Activity: clears a token whose two minutes are over, so that the badge shows as pending again.</summary>
internal sealed class ExpireToken(BadgeStore badges, TimeProvider clock)
{
    [Function(nameof(ExpireToken))]
    public async Task<BadgeState> Run([ActivityTrigger] BadgeKey key, CancellationToken cancellationToken)
    {
        var badge = await badges.ChangeAsync(
            key, nameof(BadgeEvent.TokenExpired), current => ClaimDecision.Expire(current, clock.GetUtcNow()), cancellationToken);
        return badge.State;
    }
}
