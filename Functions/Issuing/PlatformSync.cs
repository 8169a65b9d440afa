using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>What the platform's answer means for the badge. Pure.</summary>
internal static class PlatformSync
{
    /// <summary>The badge after the platform showed it, or null when that tells nothing new.</summary>
    /// <param name="badge">The badge as its row has it.</param>
    /// <param name="seen">The badge as the platform has it.</param>
    /// <param name="sent">The revision that was sent, when this answers a change; null when the badge was only read.</param>
    /// <param name="now">The time.</param>
    public static Badge? Apply(Badge badge, PlatformSnapshot seen, int? sent, DateTimeOffset now)
    {
        // Another badge than the one that was known is what was sent last, and whose answer was lost.
        var shown = sent ?? (badge.Platform?.Id == seen.Badge.Id ? badge.Platform.Revision : badge.Attempt?.Revision ?? 1);
        var known = badge with
        {
            Platform = seen.Badge with { Revision = shown },
            Attempt = sent is null ? badge.Attempt : badge.Attempt! with { BusyUntil = null },
        };
        if (badge.Platform is not null && (sent is not null || seen.Badge.Id != badge.Platform.Id))
        {
            known = Reissued(known, now);
        }

        var after = Next(known, seen, now) ?? known;
        after = after with { Problem = ProblemOf(after) };
        return after == badge ? null : after;
    }

    private static Badge? Next(Badge known, PlatformSnapshot seen, DateTimeOffset now) => seen.Badge.State switch
    {
        PlatformState.Pending => known.After(BadgeEvent.IssuedOnPlatform, now),
        PlatformState.Accepted when known.State is not BadgeState.Accepted =>
            known.After(BadgeEvent.AcceptedOnPlatform, now) is { } accepted
                ? accepted with { AcceptedAt = seen.StateChangedAt ?? now }
                : null,
        PlatformState.Rejected => known.After(BadgeEvent.RejectedOnPlatform, now),
        PlatformState.Revoked => known.After(BadgeEvent.Revoked, now) is { } revoked
            ? revoked with { RevocationReason = seen.RevocationReason }
            : null,
        _ => null,
    };

    // What took the place of a settled badge may have to be accepted again.
    private static Badge Reissued(Badge known, DateTimeOffset now) =>
        known.Platform!.State is PlatformState.Pending || known.State is BadgeState.Expired
            ? known.After(BadgeEvent.Reissued, now) ?? known
            : known;

    // The platform's problems are over once it answers; that the e-mail cannot be sent matters while the badge can be claimed.
    private static BadgeProblem? ProblemOf(Badge badge) =>
        badge.Problem is { Step: nameof(SendBadgeEmail) or nameof(SendBadgeNotice) } problem && BadgeLifecycle.IsClaimable(badge.State) ? problem : null;
}
