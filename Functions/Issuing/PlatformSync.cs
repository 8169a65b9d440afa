using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>What the platform's answer means for the badge. Pure.</summary>
internal static class PlatformSync
{
    /// <summary>The badge after the platform showed it, or null when that tells nothing new.</summary>
    public static Badge? Apply(Badge badge, PlatformSnapshot seen, DateTimeOffset now)
    {
        var known = badge with { Platform = seen.Badge, Problem = null };
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
        return next ?? (known == badge ? null : known);
    }
}
