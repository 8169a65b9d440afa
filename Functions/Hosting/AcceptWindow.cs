using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Hosting;

/// <summary>For whom and how long the page is open on which a badge is accepted here. Pure.</summary>
internal static class AcceptWindow
{
    /// <summary>How long after the member went on to it.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromHours(1);

    /// <summary>Whether the link was given to who has the badge's address: a change of address ends those of the old one.</summary>
    /// <param name="named">The hosted badge that the link names.</param>
    /// <param name="badge">The badge's row.</param>
    public static bool IsFor(HostedBadge named, Badge badge) => named.AddressDigest == EmailAddress.Digest(badge.Recipient.Email);

    /// <summary>Whether the badge can be accepted or rejected now. Who rejected it can change their mind while it can be claimed.</summary>
    public static bool IsOpen(Badge badge, DateTimeOffset now) => badge.State switch
    {
        BadgeState.Redirected => now < badge.StateChangedAt + Length,
        BadgeState.Declined => now < badge.ClaimableUntil,
        _ => false,
    };
}
