using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>What is to be done on the platform so that it says what the badge's row says.</summary>
internal enum PlatformWork
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Nothing yet: the badge is being issued, and what is sent may be out of date.</summary>
    Wait,

    /// <summary>It expired before it was issued, and is valid again: it has to be issued after all.</summary>
    Issue,

    /// <summary>The row says something newer.</summary>
    Replace,

    /// <summary>The row says that the badge was taken back.</summary>
    Revoke,
}

/// <summary>Finds out what is to be done on the platform. Pure.</summary>
internal static class PlatformWorks
{
    // Longer than any activity runs, as host.json's functionTimeout says: whoever crashed in the middle of a call is not waited for in vain.
    internal static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(6);

    public static PlatformWork Of(Badge badge, DateTimeOffset now) => badge switch
    {
        { State: BadgeState.Revoked, Platform.State: not PlatformState.Revoked } => PlatformWork.Revoke,
        // The answer to issuing it may have been lost.
        { State: BadgeState.Revoked, Platform: null, Attempt: not null } => PlatformWork.Revoke,
        { State: BadgeState.Revoked or BadgeState.Lapsed or BadgeState.Declined } => PlatformWork.None,
        { State: BadgeState.Expired } when Validity.IsOver(badge.ExpiresOn, now) => PlatformWork.None,
        { State: BadgeState.Expired, Platform: null } => PlatformWork.Issue,
        { Platform: { } shown } when shown.Revision < badge.Revision => PlatformWork.Replace,
        { Platform: null, Attempt: { } tried } when tried.Revision < badge.Revision => PlatformWork.Wait,
        _ => PlatformWork.None,
    };

    /// <summary>Whether the platform may show more than is known here: the answer to what was sent last has not come.</summary>
    public static bool IsAnswerMissing(Badge badge) => badge is { Platform: { } shown, Attempt: { } tried } && tried.Revision > shown.Revision;

    /// <summary>The badge with the note that its revision is about to be sent.</summary>
    public static Badge Begin(Badge badge, DateTimeOffset now) =>
        badge with { Attempt = new PlatformAttempt(badge.Attempt?.At ?? now, badge.Revision, now + LongestCall) };
}
