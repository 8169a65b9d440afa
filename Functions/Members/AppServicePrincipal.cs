using System.Text.Json;

namespace BadgeFunctions.Functions.Members;

/// <summary>
/// Who App Service Authentication says is signed in: the header that it sets, and takes out of what comes from outside. Elsewhere anybody could send
/// it. Source: learn.microsoft.com/azure/app-service/configure-authentication-user-identities, "Decode the client principal header".
/// </summary>
internal static class AppServicePrincipal
{
    /// <summary>Base64 of JSON: <c>{ "auth_typ": ..., "claims": [{ "typ": ..., "val": ... }], ... }</c>.</summary>
    public const string Header = "X-MS-CLIENT-PRINCIPAL";

    // OpenID Connect Core 1.0, 5.1; App Service gives the first one its long name by default.
    private static readonly string[] EmailClaims = ["http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress", "email"];

    private const string VerifiedClaim = "email_verified";

    /// <summary>The e-mail address of who is signed in; null when there is none, or when their identity provider says that it is not verified. Pure.</summary>
    public static string? EmailOf(string? header)
    {
        try
        {
            var principal = JsonSerializer.Deserialize<Principal>(Convert.FromBase64String(header ?? ""), JsonSerializerOptions.Web);
            var claims = (principal?.Claims ?? []).OfType<Claim>().ToList();
            return claims.Any(claim => claim.Typ == VerifiedClaim && !string.Equals(claim.Val, "true", StringComparison.OrdinalIgnoreCase))
                ? null
                : claims.FirstOrDefault(claim => EmailClaims.Contains(claim.Typ) && claim.Val is { Length: > 0 })?.Val;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    private sealed record Principal(IReadOnlyList<Claim?>? Claims);

    private sealed record Claim(string? Typ, string? Val);
}
