namespace BadgeFunctions.Functions.Badges;

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
