using System.Globalization;
using System.Text.Json;
using BadgeFunctions.Functions.Signing;

namespace BadgeFunctions.Functions.OpenBadges.Api;

/// <summary>What a member has allowed a client.</summary>
/// <param name="Binding">What it is bound to, as the member's session was: see <see cref="Badges.SessionBinding"/>.</param>
/// <param name="Client"><see cref="OAuthClients.DigestOf"/> the client's id.</param>
/// <param name="Scope">The scopes.</param>
internal sealed record Grant(string Binding, string Client, string Scope);

/// <summary>What a code stands for.</summary>
/// <param name="Grant">What was allowed.</param>
/// <param name="RedirectUri">Where the code was sent.</param>
/// <param name="Challenge">The <c>S256</c> challenge to who uses it (RFC 7636, 4.3).</param>
/// <param name="Id">Tells one code from another.</param>
internal sealed record AuthorizationCode(Grant Grant, string RedirectUri, string Challenge, string Id);

/// <summary>Codes and tokens: signed texts that hold their grant and their end, so that no table has to know them.</summary>
internal sealed class GrantTexts(Signer signer, TimeProvider clock)
{
    /// <summary>How long a code is good.</summary>
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(1);

    /// <summary>How long an access token is good.</summary>
    public static readonly TimeSpan AccessLifetime = TimeSpan.FromHours(1);

    /// <summary>How long a refresh token is good, however often it is used.</summary>
    public static readonly TimeSpan RefreshLifetime = TimeSpan.FromDays(30);

    private const string CodePurpose = "oauth-code";
    private const string AccessPurpose = "oauth-access";
    private const string RefreshPurpose = "oauth-refresh";

    public string CodeOf(AuthorizationCode code) => Write(CodePurpose, code, CodeLifetime);

    public string AccessTokenOf(Grant grant) => Write(AccessPurpose, grant, AccessLifetime);

    public string RefreshTokenOf(Grant grant) => Write(RefreshPurpose, grant, RefreshLifetime);

    /// <summary>What a code stands for; null when it is not genuine, or no longer good. Whether it was used before is another question.</summary>
    public AuthorizationCode? ReadCode(string? code) => Read<AuthorizationCode>(CodePurpose, code);

    /// <summary>What an access token allows; null when it is not genuine, or no longer good. Whether what it is bound to has ended is another question.</summary>
    public Grant? ReadAccessToken(string? token) => Read<Grant>(AccessPurpose, token);

    /// <inheritdoc cref="ReadAccessToken"/>
    public Grant? ReadRefreshToken(string? token) => Read<Grant>(RefreshPurpose, token);

    private string Write<T>(string purpose, T value, TimeSpan lifetime) => signer.Sign(
        purpose, string.Create(CultureInfo.InvariantCulture, $"{(clock.GetUtcNow() + lifetime).ToUnixTimeSeconds()}|{JsonSerializer.Serialize(value)}"));

    private T? Read<T>(string purpose, string? text)
        where T : class =>
        signer.Verify(purpose, text)?.Split('|', 2) is [var until, var value]
        && clock.GetUtcNow().ToUnixTimeSeconds() < long.Parse(until, CultureInfo.InvariantCulture)
            ? JsonSerializer.Deserialize<T>(value)
            : null;
}
