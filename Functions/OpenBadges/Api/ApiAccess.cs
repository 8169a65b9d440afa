using System.Net.Http.Headers;
using BadgeFunctions.Functions.Badges;
using Microsoft.Net.Http.Headers;

namespace BadgeFunctions.Functions.OpenBadges.Api;

/// <summary>Lets in whoever has an access token of a member (RFC 6750).</summary>
internal sealed class ApiAccess(GrantTexts texts, SessionBinding bindings)
{
    /// <summary>Answers for the member who has allowed this scope; refuses everybody else.</summary>
    public async Task<IResult> ForMemberAsync(
        HttpRequest request, string scope, Func<Account, Task<IResult>> answer, CancellationToken cancellationToken)
    {
        OAuthAnswers.Open(request);
        var headers = request.HttpContext.Response.Headers;
        headers[HeaderNames.AccessControlExposeHeaders] = "Link, WWW-Authenticate, X-Total-Count";
        if (TokenOf(request) is not { } token)
        {
            headers[HeaderNames.WWWAuthenticate] = "Bearer";
            return StatusInfo.Of(StatusCodes.Status401Unauthorized, "unauthorizedrequest", "Send an access token as Authorization: Bearer.");
        }

        if (texts.ReadAccessToken(token) is not { } grant || await bindings.FindAsync(grant.Binding, cancellationToken) is not { } account)
        {
            headers[HeaderNames.WWWAuthenticate] = "Bearer error=\"invalid_token\"";
            return StatusInfo.Of(StatusCodes.Status401Unauthorized, "unauthorizedrequest", "The access token is wrong or over.");
        }

        if (!Scopes.Has(grant.Scope, scope))
        {
            headers[HeaderNames.WWWAuthenticate] = $"Bearer error=\"insufficient_scope\", scope=\"{scope}\"";
            return StatusInfo.Of(StatusCodes.Status403Forbidden, "forbidden", $"The access token has not the scope {scope}.");
        }

        return await answer(account);
    }

    private static string? TokenOf(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) && header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
            ? header.Parameter
            : null;
}
