using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Sharing;

/// <summary>The badges that their members show to everybody. What nobody may see is answered like what is not there.</summary>
internal sealed class PublicBadges(PublicAddress addresses, BadgeLookups lookups, BadgeStore badges)
{
    /// <summary>The badge of a public page, by the last part of its address. Two point reads.</summary>
    public async Task<Badge?> FindAsync(string slug, CancellationToken cancellationToken) =>
        addresses.BadgeIdOf(slug) is { } id
        && await lookups.FindAsync(id, cancellationToken) is { } key
        && await badges.FindAsync(key, cancellationToken) is { } badge
        && IsPublic(badge)
            ? badge
            : null;

    /// <summary>Whether the badge's page is open to everybody: its member chose so, and it is not kept private on its platform.</summary>
    public static bool IsPublic(Badge badge) =>
        badge.IsShared && badge.State is BadgeState.Accepted or BadgeState.Expired or BadgeState.Revoked && badge.Platform is { IsPublic: true };

    /// <summary>Whether its member can choose that now. What its earner hides on the platform cannot be public here; what is suspended is not promoted.</summary>
    public static bool CanBeShared(Badge badge) => badge is { State: BadgeState.Accepted, Platform.IsPublic: true, Suspension: null };

    /// <summary>Whether it is accepted, is not suspended, and its validity has not ended.</summary>
    public static bool IsValid(Badge badge, DateTimeOffset now) =>
        badge is { State: BadgeState.Accepted, Suspension: null } && !Validity.IsOver(badge.ExpiresOn, now);
}
