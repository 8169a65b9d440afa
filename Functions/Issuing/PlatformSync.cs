using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>What the platform's answer means for the badge. Pure.</summary>
internal static class PlatformSync
{
    /// <summary>The badge after the platform showed it, or null when that tells nothing new.</summary>
    public static Badge? Apply(Badge badge, PlatformSnapshot seen, DateTimeOffset now)
    {
        var known = badge with { Platform = seen.Badge };
        var next = seen.State switch
        {
            PlatformState.Pending => known.After(BadgeEvent.IssuedOnPlatform, now),
            PlatformState.Accepted when badge.State is not BadgeState.Accepted =>
                known.After(BadgeEvent.AcceptedOnPlatform, now) is { } accepted
                    ? accepted with { AcceptedAt = seen.StateChangedAt ?? now }
                    : null,
            PlatformState.Rejected => known.After(BadgeEvent.RejectedOnPlatform, now),
            PlatformState.Revoked => known.After(BadgeEvent.Revoked, now),
            _ => null,
        };
        var after = next ?? known;
        after = after with { Problem = ProblemOf(after) };
        return after == badge ? null : after;
    }

    // The platform's problems are over once it answers; that the e-mail cannot be sent matters while the badge can be claimed.
    private static BadgeProblem? ProblemOf(Badge badge) =>
        badge.Problem is { Step: nameof(SendBadgeEmail) } problem && BadgeLifecycle.IsClaimable(badge.State) ? problem : null;
}
