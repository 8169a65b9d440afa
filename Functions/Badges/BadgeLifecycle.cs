using System.Text.Json.Serialization;

namespace BadgeFunctions.Functions.Badges;

/// <summary>The badge's life as one pure table; <c>docs/badge-lifecycle.md</c> prints it.</summary>
public static class BadgeLifecycle
{
    /// <summary>The state after <paramref name="happened"/>, or null when it cannot happen in <paramref name="state"/>.</summary>
    public static BadgeState? Next(BadgeState state, BadgeEvent happened) => happened switch
    {
        BadgeEvent.IssuedOnPlatform when state is BadgeState.Issuing => BadgeState.Pending,
        BadgeEvent.Claimed when IsClaimable(state) => BadgeState.TokenIssued,
        BadgeEvent.TokenRedeemed when state is BadgeState.TokenIssued => BadgeState.Redirected,
        BadgeEvent.TokenReleased or BadgeEvent.TokenExpired when state is BadgeState.TokenIssued => BadgeState.Pending,
        BadgeEvent.AcceptedOnPlatform when !IsWithdrawn(state) => BadgeState.Accepted,
        BadgeEvent.RejectedOnPlatform when state is BadgeState.Issuing || IsClaimable(state) => BadgeState.Declined,
        BadgeEvent.Reissued when state is BadgeState.Accepted or BadgeState.Declined or BadgeState.Expired or BadgeState.Lapsed =>
            BadgeState.Pending,
        BadgeEvent.Renewed when state is BadgeState.Expired => BadgeState.Issuing,
        BadgeEvent.ClaimWindowEnded when IsClaimable(state) || state is BadgeState.Declined => BadgeState.Lapsed,
        BadgeEvent.ValidityEnded when !IsWithdrawn(state) => BadgeState.Expired,
        BadgeEvent.Revoked when state is not BadgeState.Revoked => BadgeState.Revoked,
        _ => null,
    };

    /// <summary>Whether the member can press CLAIM BADGE, also for another time.</summary>
    public static bool IsClaimable(BadgeState state) =>
        state is BadgeState.Pending or BadgeState.TokenIssued or BadgeState.Redirected;

    /// <summary>Whether nothing more is to be waited for.</summary>
    public static bool IsSettled(BadgeState state) => state is BadgeState.Accepted or BadgeState.Lapsed || IsWithdrawn(state);

    private static bool IsWithdrawn(BadgeState state) => state is BadgeState.Revoked or BadgeState.Expired;
}

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

/// <summary>What can happen to a badge.</summary>
public enum BadgeEvent
{
    /// <summary>The platform confirmed the badge; the member has yet to accept it there.</summary>
    IssuedOnPlatform,

    /// <summary>The member claimed the badge and holds a new token.</summary>
    Claimed,

    /// <summary>The token was redeemed in time.</summary>
    TokenRedeemed,

    /// <summary>The member closed the dialog.</summary>
    TokenReleased,

    /// <summary>Two minutes passed.</summary>
    TokenExpired,

    /// <summary>The platform says that the member accepted.</summary>
    AcceptedOnPlatform,

    /// <summary>The platform says that the member rejected.</summary>
    RejectedOnPlatform,

    /// <summary>The platform has a new badge in the place of one that was settled.</summary>
    Reissued,

    /// <summary>A badge that expired before it was issued is valid again.</summary>
    Renewed,

    /// <summary>The body, here or on the platform, took the badge back.</summary>
    Revoked,

    /// <summary>The badge's validity ended.</summary>
    ValidityEnded,

    /// <summary>The claim window ended.</summary>
    ClaimWindowEnded,
}
