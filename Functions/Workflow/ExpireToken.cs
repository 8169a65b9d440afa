using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Workflow;

/// <summary>Activity: clears a token whose two minutes are over, so that the badge shows as pending again.</summary>
internal sealed class ExpireToken(BadgeStore badges, BadgeProgress progress, TimeProvider clock)
{
    [Function(nameof(ExpireToken))]
    public async Task<NextStep> Run([ActivityTrigger] BadgeKey key, CancellationToken cancellationToken) => progress.Next(
        await badges.ChangeAsync(key, nameof(BadgeEvent.TokenExpired), Expire, cancellationToken));

    // Null when no token is live, or a newer one is.
    private Badge? Expire(Badge badge) =>
        badge.Token is { } live && clock.GetUtcNow() >= live.ExpiresAt ? badge.After(BadgeEvent.TokenExpired, clock.GetUtcNow()) : null;
}
