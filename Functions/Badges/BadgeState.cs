using System.Text.Json.Serialization;

namespace BadgeFunctions.Functions.Badges;

/// <summary>Where a badge stands in its life; <see cref="BadgeLifecycle"/> says which changes are possible.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BadgeState>))]
public enum BadgeState
{
    /// <summary>Recorded here; the platform has not confirmed it yet.</summary>
    Issuing,

    /// <summary>On the platform, waiting for the member to claim it.</summary>
    Pending,

    /// <summary>Claimed; an authorization token is live for two minutes.</summary>
    TokenIssued,

    /// <summary>The token was redeemed: the member was sent on to the platform.</summary>
    Redirected,

    /// <summary>The member accepted the badge on the platform.</summary>
    Accepted,

    /// <summary>The member rejected the badge on the platform.</summary>
    Declined,

    /// <summary>The body took the badge back.</summary>
    Revoked,

    /// <summary>The badge's validity has ended.</summary>
    Expired,

    /// <summary>Nobody claimed the badge before its claim window ended.</summary>
    Lapsed,
}
