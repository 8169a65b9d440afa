namespace BadgeFunctions.Functions.Claims;

/// <summary>What the claim page tells above the badge.</summary>
internal enum ClaimNotice
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The two minutes are over.</summary>
    TokenExpired,

    /// <summary>The token was redeemed before.</summary>
    TokenUsed,

    /// <summary>The token was closed, or replaced by a newer claim.</summary>
    TokenNotLive,

    /// <summary>The form cannot be trusted any more.</summary>
    FormExpired,
}
