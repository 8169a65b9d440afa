using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>
/// Who may call the API: the organization's authorization token as Basic, or an OAuth access token with the scope of what is called.
/// Source: credly.com/docs/web_service_api and credly.com/docs/oauth.
/// </summary>
internal sealed class CredlySignIn(SandboxOptions options, CredlyTokens tokens, TimeProvider clock)
{
    private const int MaxLength = 1024;

    private static readonly string[] Scopes =
    [
        "authorization_tokens", "badge_templates", "events", "invitations", "issued_badges", "memberships", "recommendations", "workforce",
    ];

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);

    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, string[] Scopes)> _accessTokens = new();

    /// <summary>Lets a request in when the limit, its credentials, the organization in its address and its body allow it.</summary>
    public static async ValueTask<object?> EnterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var services = http.RequestServices;
        if (services.GetRequiredService<CredlyLimit>().Refuse() is { } refusal)
        {
            http.Response.Headers.RetryAfter = refusal.RetryAfter?.ToString(CultureInfo.InvariantCulture);
            return CredlyAnswers.Error(StatusCodes.Status429TooManyRequests, "Rate limit exceeded");
        }

        switch (services.GetRequiredService<CredlySignIn>().Check(http.Request))
        {
            case StatusCodes.Status401Unauthorized:
                http.Response.Headers.WWWAuthenticate = "Basic realm=\"Credly\"";
                return CredlyAnswers.Error(StatusCodes.Status401Unauthorized, "Unauthorized");
            case StatusCodes.Status403Forbidden:
                return CredlyAnswers.Error(StatusCodes.Status403Forbidden, "Forbidden");
        }

        var isOurs = http.GetRouteValue("organization") is not string id || id == services.GetRequiredService<SandboxOptions>().CredlyOrganizationId;
        return !isOurs ? CredlyAnswers.NotFound()
            : context.Arguments.Contains(RequestFields.Unreadable)
                ? CredlyAnswers.Error(StatusCodes.Status400BadRequest, "The request body is not valid JSON.")
                : await next(context);
    }

    /// <summary><c>POST /oauth/token</c>.</summary>
    public IResult Issue(RequestFields form)
    {
        if (form.Text("grant_type") != "client_credentials")
        {
            return Refuse("unsupported_grant_type", StatusCodes.Status400BadRequest);
        }

        if (!AreEqual(form.Text("client_id"), options.CredlyClientId) || !AreEqual(form.Text("client_secret"), options.CredlyClientSecret))
        {
            return Refuse("invalid_client", StatusCodes.Status401Unauthorized);
        }

        var scopes = (form.Text("scope") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (scopes.Except(Scopes).Any())
        {
            return Refuse("invalid_scope", StatusCodes.Status400BadRequest);
        }

        var token = RandomNumberGenerator.GetHexString(40, lowercase: true);
        _accessTokens[token] = (clock.GetUtcNow() + Lifetime, scopes);
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
    public void Forget() => _accessTokens.Clear();

    private int Check(HttpRequest request)
    {
        if (Parameter(request, "Basic") is { } parameter && UserIn(parameter) is { } user && AreEqual(user, tokens.Token) && !tokens.IsOver)
        {
            return StatusCodes.Status200OK;
        }

        if (Parameter(request, "Bearer") is not { } bearer || !_accessTokens.TryGetValue(bearer, out var token) || clock.GetUtcNow() >= token.Until)
        {
            return StatusCodes.Status401Unauthorized;
        }

        return request.HttpContext.GetEndpoint()?.Metadata.GetMetadata<CredlyScope>() is not { Name: var scope } || token.Scopes.Contains(scope)
            ? StatusCodes.Status200OK
            : StatusCodes.Status403Forbidden;
    }

    private static string? Parameter(HttpRequest request, string scheme) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var given)
        && given.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase)
        && given.Parameter is { Length: <= MaxLength } parameter
            ? parameter
            : null;

    // The password is ignored, and so is the bar that some clients write in its place.
    private static string? UserIn(string parameter)
    {
        var credentials = new byte[MaxLength];
        return Convert.TryFromBase64String(parameter, credentials, out var length)
            ? Encoding.UTF8.GetString(credentials, 0, length).Split(':')[0].TrimEnd('|')
            : null;
    }

    private static IResult Refuse(string error, int status) => TypedResults.Json(new { error }, statusCode: status);

    private static bool AreEqual(string? given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given ?? ""), Encoding.UTF8.GetBytes(expected));
}

/// <summary>The organization's authorization token. It does not end by itself: tests let years pass, and so may a run on a laptop.</summary>
internal sealed class CredlyTokens(SandboxOptions options, TimeProvider clock)
{
    public string Token => options.CredlyToken;
    public DateTimeOffset CreatedAt { get; } = clock.GetUtcNow();
    public DateTimeOffset? ExpiresAt { get; private set; }
    public bool IsOver => ExpiresAt <= clock.GetUtcNow();

    /// <summary>Lets the app's token end.</summary>
    public void EndApps(DateTimeOffset at) => ExpiresAt = at;
}

/// <summary>The OAuth scope that a route asks for. Source: credly.com/docs/oauth, "OAuth Scopes".</summary>
internal sealed record CredlyScope(string Name);
