using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using BadgeFunctions.Sandbox.Credly.Api.Tokens;

namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>
/// Who may call the API: an authorization token of the organization's as Basic, with the right to do it, or an OAuth access token with the
/// scope of what is called. Source: credly.com/docs/web_service_api and credly.com/docs/oauth.
/// </summary>
internal sealed class CredlySignIn(SandboxOptions options, CredlyTokens authorizationTokens, TimeProvider clock)
{
    private const int MaxLength = 1024;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);

    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, string[] Scopes)> _tokens = new();

    /// <summary><c>POST /oauth/token</c>.</summary>
    public IResult Issue(RequestFields form)
    {
        if (form.Text("grant_type") != "client_credentials")
        {
            return Refuse("unsupported_grant_type");
        }

        if (!Are(form.Text("client_id"), options.CredlyClientId) || !Are(form.Text("client_secret"), options.CredlyClientSecret))
        {
            return TypedResults.Json(new { error = "invalid_client" }, statusCode: StatusCodes.Status401Unauthorized);
        }

        var scopes = (form.Text("scope") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (scopes.Except(CredlyScopes.All).Any())
        {
            return Refuse("invalid_scope");
        }

        var token = RandomNumberGenerator.GetHexString(40, lowercase: true);
        _tokens[token] = (clock.GetUtcNow() + Lifetime, scopes);
        return TypedResults.Json(new
        {
            access_token = token,
            token_type = "Bearer",
            expires_in = (int)Lifetime.TotalSeconds,
            scope = string.Join(' ', scopes),
            created_at = clock.GetUtcNow().ToUnixTimeSeconds(),
        });
    }

    /// <summary>Ends all access tokens at once.</summary>
    public void Forget() => _tokens.Clear();

    /// <returns>200, 401 or 403.</returns>
    public int Check(HttpRequest request)
    {
        if (AuthorizationTokenIn(request) is { } known)
        {
            return known.Allows(request.Method) ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden;
        }

        if (!IsBearer(request, out var bearer) || !_tokens.TryGetValue(bearer, out var token) || clock.GetUtcNow() >= token.Until)
        {
            return StatusCodes.Status401Unauthorized;
        }

        return request.HttpContext.GetEndpoint()?.Metadata.GetMetadata<CredlyScope>() is not { Name: var scope } || token.Scopes.Contains(scope)
            ? StatusCodes.Status200OK
            : StatusCodes.Status403Forbidden;
    }

    /// <summary>The authorization token that a request is signed in with; null for none.</summary>
    public CredlyToken? AuthorizationTokenIn(HttpRequest request) =>
        Parameter(request, "Basic") is { } parameter && UserIn(parameter) is { } user ? authorizationTokens.Find(user) : null;

    private static bool IsBearer(HttpRequest request, out string token) => (token = Parameter(request, "Bearer") ?? "").Length > 0;

    private static string? Parameter(HttpRequest request, string scheme) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var given)
        && given.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase)
        && given.Parameter is { Length: <= MaxLength } parameter
            ? parameter
            : null;

    // The password is not looked at, nor the bar that some clients write in its place.
    private static string? UserIn(string parameter)
    {
        var credentials = new byte[MaxLength];
        return Convert.TryFromBase64String(parameter, credentials, out var length)
            ? Encoding.UTF8.GetString(credentials, 0, length).Split(':')[0].TrimEnd('|')
            : null;
    }

    private static IResult Refuse(string error) => TypedResults.Json(new { error }, statusCode: StatusCodes.Status400BadRequest);

    private static bool Are(string? given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given ?? ""), Encoding.UTF8.GetBytes(expected));
}
