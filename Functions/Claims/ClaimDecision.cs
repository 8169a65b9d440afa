using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Claims;

/// <summary>What a member's press of a button means for the badge. Pure: the badge, the token and the clock go in.</summary>
internal static class ClaimDecision
{
    /// <summary>CLAIM BADGE: a new token replaces any earlier one. Null when the badge cannot be claimed.</summary>
    public static Badge? Claim(Badge badge, string token, DateTimeOffset now) =>
        now < badge.ClaimableUntil && badge.After(BadgeEvent.Claimed, now) is { } claimed
            ? claimed with { Token = ClaimToken.Live(token, now) }
            : null;

    /// <summary>GO TO CREDLY: the token is used up, if it is the live one and in time. Of a browser's own, nothing is left after its time.</summary>
    public static Redemption Redeem(Badge badge, string? token, DateTimeOffset now) => badge switch
    {
        { State: BadgeState.Redirected } => new(RedemptionStatus.AlreadyUsed, null),
        _ when token is null => new(RedemptionStatus.Expired, null),
        { State: not BadgeState.TokenIssued } or { Token: null } => new(RedemptionStatus.NotLive, null),
        _ when !ClaimToken.Matches(badge.Token, token) => new(RedemptionStatus.NotLive, null),
        _ when now >= badge.Token.ExpiresAt => new(RedemptionStatus.Expired, null),
        { Platform.AcceptUrl: null } => new(RedemptionStatus.NotLive, null),
        _ => new(RedemptionStatus.Redeemed, badge.After(BadgeEvent.TokenRedeemed, now)),
    };

    /// <summary>CLOSE: gives the token back, if it is the live one; a newer claim in another browser stays.</summary>
    public static Badge? Release(Badge badge, string? token, DateTimeOffset now) =>
        badge.Token is { } live && token is not null && ClaimToken.Matches(live, token) ? badge.After(BadgeEvent.TokenReleased, now) : null;
}

/// <summary>What came of redeeming a token.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Badge">The badge to save when it was redeemed.</param>
internal sealed record Redemption(RedemptionStatus Status, Badge? Badge);

/// <summary>How redeeming a token can end.</summary>
internal enum RedemptionStatus
{
    /// <summary>In time, and for the first time.</summary>
    Redeemed,

    /// <summary>Its two minutes are over.</summary>
    Expired,

    /// <summary>The member was sent on already.</summary>
    AlreadyUsed,

    /// <summary>Not the live token: closed, replaced by a newer claim, or never issued.</summary>
    NotLive,
}

/// <summary>The authorization token: 256 random bits that the member's browser holds, of which only the digest is stored.</summary>
internal static class ClaimToken
{
    /// <summary>How long a token is valid.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The cookie in which alone the browser that claimed has it: no page, address or script does. Each badge has its own, as a member can be in
    /// the middle of two claims.
    /// </summary>
    public static string CookieOf(BadgeKey badge) => $"claim-{badge.BadgeId}";

    /// <summary>A new token, URL-safe.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What the badge's row keeps of a token that is issued now.</summary>
    public static LiveToken Live(string token, DateTimeOffset now) => new(Digest(token), now + Lifetime);

    /// <summary>Whether <paramref name="token"/> is the one that is kept; says nothing of its time.</summary>
    public static bool Matches(LiveToken live, string token) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(live.Sha256), Encoding.ASCII.GetBytes(Digest(token)));

    private static string Digest(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
