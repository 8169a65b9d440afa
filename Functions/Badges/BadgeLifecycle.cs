namespace BadgeFunctions.Functions.Badges;

/// <summary>The badge's life as one pure table; <c>docs/badge-lifecycle.md</c> prints it.</summary>
public static class BadgeLifecycle
{
    /// <summary>The state after <paramref name="happened"/>, or null when it cannot happen in <paramref name="state"/>.</summary>
    public static BadgeState? Next(BadgeState state, BadgeEvent happened) => happened switch
    {
        BadgeEvent.IssuedOnPlatform when state is BadgeState.Issuing => BadgeState.Pending,
        BadgeEvent.Claimed when IsClaimable(state) => BadgeState.TokenIssued,
        BadgeEvent.TokenRedeemed when state is BadgeState.TokenIssued => BadgeState.Redirected,
        BadgeEvent.TokenReleased or BadgeEvent.TokenExpired when state is BadgeState.TokenIssued => BadgeState.Pending,
        BadgeEvent.AcceptedOnPlatform when !IsWithdrawn(state) => BadgeState.Accepted,
        BadgeEvent.RejectedOnPlatform when state is BadgeState.Issuing || IsClaimable(state) => BadgeState.Declined,
        BadgeEvent.Reissued when state is BadgeState.Accepted or BadgeState.Declined or BadgeState.Expired or BadgeState.Lapsed =>
            BadgeState.Pending,
        BadgeEvent.Renewed when state is BadgeState.Expired => BadgeState.Issuing,
        BadgeEvent.ClaimWindowEnded when IsClaimable(state) || state is BadgeState.Declined => BadgeState.Lapsed,
        BadgeEvent.ValidityEnded when !IsWithdrawn(state) => BadgeState.Expired,
        BadgeEvent.Revoked when state is not BadgeState.Revoked => BadgeState.Revoked,
        _ => null,
    };

    /// <summary>Whether the member can press CLAIM BADGE, also for another time.</summary>
    public static bool IsClaimable(BadgeState state) =>
        state is BadgeState.Pending or BadgeState.TokenIssued or BadgeState.Redirected;

    /// <summary>Whether nothing more is to be waited for.</summary>
    public static bool IsSettled(BadgeState state) => state is BadgeState.Accepted or BadgeState.Lapsed || IsWithdrawn(state);

    private static bool IsWithdrawn(BadgeState state) => state is BadgeState.Revoked or BadgeState.Expired;
}
