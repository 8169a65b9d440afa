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

    /// <summary>A newer claim, in another window, has a token of its own.</summary>
    TokenReplaced,

    /// <summary>The form cannot be trusted any more.</summary>
    FormExpired,
}
