namespace BadgeFunctions.Functions.Callbacks;

/// <summary>What the certification system can be told; <c>docs/callbacks.md</c> explains each.</summary>
public static class CallbackTypes
{
    /// <summary>The platform confirmed the badge, or the one that took its place there.</summary>
    public const string Issued = "badge.issued";

    /// <summary>The member claimed the badge and was given a token.</summary>
    public const string Claimed = "badge.claimed";

    /// <summary>The member accepted the badge on the platform.</summary>
    public const string Accepted = "badge.accepted";

    /// <summary>The member rejected the badge on the platform.</summary>
    public const string Declined = "badge.declined";

    /// <summary>The body took the badge back.</summary>
    public const string Revoked = "badge.revoked";

    /// <summary>The badge's validity ended.</summary>
    public const string Expired = "badge.expired";

    /// <summary>Nobody claimed the badge before its claim window ended.</summary>
    public const string Lapsed = "badge.lapsed";

    /// <summary>An e-mail about the badge did not reach the member.</summary>
    public const string Bounced = "badge.bounced";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Issued, Claimed, Accepted, Declined, Revoked, Expired, Lapsed, Bounced];
}
