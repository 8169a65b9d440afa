using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>What is to be done on the platform so that it says what the badge's row says.</summary>
internal enum PlatformWork
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Nothing yet: the badge is being issued, and what is sent may be out of date.</summary>
    Wait,

    /// <summary>The row says something newer.</summary>
    Replace,

    /// <summary>The row says that the badge was taken back.</summary>
    Revoke,
}

/// <summary>Finds out what is to be done on the platform. Pure.</summary>
internal static class PlatformWorks
{
    // Longer than any call with its retries: whoever crashed in the middle of one is not waited for in vain.
    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(2);

    public static PlatformWork Of(Badge badge) => badge switch
    {
        { State: BadgeState.Revoked, Platform.State: not PlatformState.Revoked } => PlatformWork.Revoke,
        // The answer to issuing it may have been lost.
        { State: BadgeState.Revoked, Platform: null, Attempt: not null } => PlatformWork.Revoke,
        { State: BadgeState.Revoked or BadgeState.Lapsed or BadgeState.Declined } => PlatformWork.None,
        { Platform: { } shown } when shown.Revision < badge.Revision => PlatformWork.Replace,
        { Platform: null, Attempt: { } tried } when tried.Revision < badge.Revision => PlatformWork.Wait,
        _ => PlatformWork.None,
    };

    /// <summary>The badge with the note that its revision is about to be sent.</summary>
    public static Badge Begin(Badge badge, DateTimeOffset now) =>
        badge with { Attempt = new PlatformAttempt(badge.Attempt?.At ?? now, badge.Revision, now + LongestCall) };
}
