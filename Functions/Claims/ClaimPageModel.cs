using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Claims;

/// <summary>What the claim page shows.</summary>
public sealed record ClaimPageModel(
    PlatformWords Words,
    BadgeCategory Category,
    string BadgeName,
    string ImageUrl,
    string RecipientName,
    DateOnly IssuedOn,
    DateOnly ClaimableUntil,
    string ClaimPath,
    string FormToken,
    string? Notice,
    TokenDialog? Dialog);

/// <summary>The dialog over the claim page.</summary>
/// <param name="Token">The authorization token; this is the only place where it is shown.</param>
/// <param name="Seconds">How long it is valid.</param>
/// <param name="ExpiredPath">Where the page goes when its time is over.</param>
public sealed record TokenDialog(string Token, int Seconds, string ExpiredPath);
