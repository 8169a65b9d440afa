using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>
/// Who may call the API: the organization's authorization token as Basic, or an OAuth access token with the scope of what is called.
/// Source: credly.com/docs/web_service_api and credly.com/docs/oauth.
/// </summary>
internal sealed class CredlySignIn(SandboxOptions options, TimeProvider clock)
{
    private const int MaxLength = 1024;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);

    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, string[] Scopes)> _tokens = new();

    /// <summary><c>POST /oauth/token</c>.</summary>
    public IResult Issue(IFormCollection form)
    {
        if (form["grant_type"] != "client_credentials")
        {
            return Refuse("unsupported_grant_type");
        }

        if (!AreSame(form["client_id"].ToString(), options.CredlyClientId) || !AreSame(form["client_secret"].ToString(), options.CredlyClientSecret))
        {
            return TypedResults.Json(new { error = "invalid_client" }, statusCode: StatusCodes.Status401Unauthorized);
        }

        var token = RandomNumberGenerator.GetHexString(40, lowercase: true);
        var scope = form["scope"].ToString();
        _tokens[token] = (clock.GetUtcNow() + Lifetime, scope.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return TypedResults.Json(new
        {
            access_token = token,
            token_type = "Bearer",
            expires_in = (int)Lifetime.TotalSeconds,
            scope,
            created_at = clock.GetUtcNow().ToUnixTimeSeconds(),
        });
    }

    /// <summary>Ends all access tokens at once.</summary>
    public void Forget() => _tokens.Clear();

    /// <returns>200, 401 or 403.</returns>
    public int Check(HttpRequest request, string scope)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var given)
            || given.Parameter is not { Length: <= MaxLength } parameter)
        {
            return StatusCodes.Status401Unauthorized;
        }

        return given.Scheme switch
        {
            "Basic" => IsToken(parameter) ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized,
            "Bearer" when _tokens.TryGetValue(parameter, out var token) && clock.GetUtcNow() < token.Until =>
                token.Scopes.Contains(scope) ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden,
            _ => StatusCodes.Status401Unauthorized,
        };
    }

    private static IResult Refuse(string error) => TypedResults.Json(new { error }, statusCode: StatusCodes.Status400BadRequest);

    private static bool AreSame(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));

    private bool IsToken(string parameter)
    {
        var credentials = new byte[MaxLength];
        return Convert.TryFromBase64String(parameter, credentials, out var length)
            && CryptographicOperations.FixedTimeEquals(credentials.AsSpan(0, length), Encoding.UTF8.GetBytes($"{options.CredlyToken}:"));
    }
}
