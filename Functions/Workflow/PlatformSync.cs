using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Workflow;

/// <summary>What the platform's answer means for the badge. Pure.</summary>
internal static class PlatformSync
{
    /// <summary>The badge after the platform showed it.</summary>
    /// <param name="badge">The badge as its row has it.</param>
    /// <param name="seen">The badge as the platform has it.</param>
    /// <param name="sent">The revision that was sent, when this answers a change; null when the badge was only read.</param>
    /// <param name="claimWindow">How long a badge can be claimed that has to be accepted again.</param>
    /// <param name="now">The time.</param>
    public static Badge Apply(Badge badge, PlatformSnapshot seen, int? sent, TimeSpan claimWindow, DateTimeOffset now)
    {
        var known = badge with { Platform = seen.Badge with { Revision = sent ?? ShownBy(seen, badge) } };
        if (badge.Platform is { } before && (sent is not null || seen.Badge.Id != before.Id))
        {
            known = Reissued(known, claimWindow, now);
            known = IsReplacedByOthers(badge, seen, sent) && known.State != badge.State && seen.Badge.State is PlatformState.Pending
                ? NextRevision(known)
                : known;
        }

        return Next(known, seen, now) ?? known;
    }

    // An unknown id means that our last request succeeded but its response was lost.
    private static int ShownBy(PlatformSnapshot seen, Badge badge) =>
        badge.Platform?.Id == seen.Badge.Id ? badge.Platform.Revision : badge.Attempt?.Revision ?? 1;

    // On the platform itself, while nothing of ours is on its way there or has yet to go.
    private static bool IsReplacedByOthers(Badge badge, PlatformSnapshot seen, int? sent) =>
        sent is null && badge.Platform!.Id != seen.Badge.Id && badge.Platform.Revision == badge.Revision;

    // The member, who has to accept it anew, is told so once for each revision.
    private static Badge NextRevision(Badge known) =>
        known with { Revision = known.Revision + 1, Platform = known.Platform! with { Revision = known.Revision + 1 } };

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

    // What took the place of a settled badge may have to be accepted again; what has expired lives again once it is valid.
    private static Badge Reissued(Badge known, TimeSpan claimWindow, DateTimeOffset now)
    {
        var lives = known.State is BadgeState.Expired
            ? !Validity.IsOver(known.ExpiresOn, now)
            : known.Platform!.State is PlatformState.Pending;
        return lives && known.After(BadgeEvent.Reissued, now) is { } reissued
            ? reissued with { ClaimableUntil = now + claimWindow }
            : known;
    }
}
