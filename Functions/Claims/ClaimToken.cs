using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Claims;

/// <summary>The authorization token: 256 random bits that the member's page holds, of which only the digest is stored.</summary>
internal static class ClaimToken
{
    /// <summary>How long a token is valid.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    /// <summary>A new token, URL-safe.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What the badge's row keeps of a token that is issued now.</summary>
    public static LiveToken Live(string token, DateTimeOffset now) => new(Digest(token), now + Lifetime);

    /// <summary>Whether <paramref name="token"/> is the one that is kept; says nothing of its time.</summary>
    public static bool Matches(LiveToken live, string token) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(live.Sha256), Encoding.ASCII.GetBytes(Digest(token)));

    private static string Digest(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
