using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BadgeFunctions.Functions.Badges;
using Microsoft.Net.Http.Headers;

namespace BadgeFunctions.Functions.OpenBadges.Api;

/// <summary><c>POST /oauth/token</c>: a client turns a code, or a refresh token, into an access token (RFC 6749, 4.1.3 and 6; RFC 7636, 4.6).</summary>
internal sealed class TokenFunction(OAuthClients clients, GrantTexts texts, UsedCodes used, SessionBinding bindings)
{
    private const string InvalidGrant = "invalid_grant";

    [Function("OAuthToken")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "options", Route = "oauth/token")] HttpRequest request, CancellationToken cancellationToken)
    {
        OAuthAnswers.Open(request);
        if (HttpMethods.IsOptions(request.Method))
        {
            return TypedResults.NoContent();
        }

        if (await FormOfAsync(request, cancellationToken) is not { } form)
        {
            return OAuthAnswers.Refuse("invalid_request", "The body is no application/x-www-form-urlencoded.");
        }

        if (Authenticate(request, form) is not var (id, client))
        {
            request.HttpContext.Response.Headers[HeaderNames.WWWAuthenticate] = "Basic";
            return OAuthAnswers.Refuse("invalid_client", "The client id or its secret is wrong: register anew.", StatusCodes.Status401Unauthorized);
        }

        return form["grant_type"].ToString() switch
        {
            "authorization_code" => await RedeemAsync(OAuthClients.DigestOf(id), client, form, cancellationToken),
            "refresh_token" => await RefreshAsync(OAuthClients.DigestOf(id), form, cancellationToken),
            _ => OAuthAnswers.Refuse("unsupported_grant_type", "grant_type is neither authorization_code nor refresh_token."),
        };
    }

    private async Task<IResult> RedeemAsync(string client, OAuthClient registered, IFormCollection form, CancellationToken cancellationToken)
    {
        if (texts.ReadCode(form["code"]) is not { } code
            || code.Grant.Client != client
            || code.RedirectUri != form["redirect_uri"]
            || code.Challenge != ChallengeOf(form["code_verifier"].ToString())
            || await bindings.FindAsync(code.Grant.Binding, cancellationToken) is not { } account
            // Last: whoever has the code alone cannot use it up.
            || !await used.TryUseAsync(account.Member.Id, code.Id, cancellationToken))
        {
            return OAuthAnswers.Refuse(InvalidGrant, "The code is wrong, used or over, or it belongs to another client_id, redirect_uri or code_verifier.");
        }

        // RFC 9700, 2.2.2: that of a client without a secret would have to change with each use.
        var refreshes = Scopes.Has(code.Grant.Scope, Scopes.Offline) && !registered.IsPublic;
        return Issue(code.Grant, refreshes ? texts.RefreshTokenOf(code.Grant) : null);
    }

    private async Task<IResult> RefreshAsync(string client, IFormCollection form, CancellationToken cancellationToken)
    {
        if (texts.ReadRefreshToken(form["refresh_token"]) is not { } grant
            || grant.Client != client
            || await bindings.FindAsync(grant.Binding, cancellationToken) is null)
        {
            return OAuthAnswers.Refuse(InvalidGrant, "The refresh token is wrong or over, or it belongs to another client_id.");
        }

        var asked = form["scope"].ToString() is { Length: > 0 } some ? some : grant.Scope;
        return Scopes.Of(asked, grant.Scope.Split(' ')) == asked
            ? Issue(grant with { Scope = asked }, refreshToken: null)
            : OAuthAnswers.Refuse("invalid_scope", "scope has what was not granted.");
    }

    private IResult Issue(Grant grant, string? refreshToken)
    {
        var answer = new JsonObject
        {
            ["access_token"] = texts.AccessTokenOf(grant),
            ["token_type"] = "Bearer",
            ["expires_in"] = (int)GrantTexts.AccessLifetime.TotalSeconds,
            ["scope"] = grant.Scope,
        };
        if (refreshToken is not null)
        {
            answer["refresh_token"] = refreshToken;
        }

        return TypedResults.Json(answer);
    }

    // RFC 6749, 2.3.1: id and secret in the header, or in the body; a client that has no secret says its id alone.
    private (string Id, OAuthClient Client)? Authenticate(HttpRequest request, IFormCollection form)
    {
        var (id, secret) = Basic(request) ?? (form["client_id"].ToString(), form["client_secret"].ToString());
        return clients.Find(id) is { } client && (client.IsPublic ? secret.Length == 0 : clients.IsSecretOf(id, secret)) ? (id, client) : null;
    }

    private static (string Id, string Secret)? Basic(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) || !header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var buffer = new byte[header.Parameter?.Length ?? 0];
        return Convert.TryFromBase64String(header.Parameter ?? "", buffer, out var length)
            && Encoding.UTF8.GetString(buffer, 0, length).Split(':', 2) is [var id, var secret]
                ? (WebUtility.UrlDecode(id), WebUtility.UrlDecode(secret))
                : ("", "");
    }

    private static async Task<IFormCollection?> FormOfAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return request.HasFormContentType ? await request.ReadFormAsync(cancellationToken) : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // RFC 7636, 4.1 and 4.6.
    private static string? ChallengeOf(string verifier) =>
        verifier.Length is >= 43 and <= 128 ? Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(verifier))) : null;
}
