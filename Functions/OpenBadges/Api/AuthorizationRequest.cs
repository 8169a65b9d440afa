using System.Buffers.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace BadgeFunctions.Functions.OpenBadges.Api;

/// <summary>What a client asks a member for (RFC 6749, 4.1.1; RFC 7636, 4.3), with a client id and a redirect URI that belong together.</summary>
/// <param name="Client">Who asks.</param>
/// <param name="ClientId">Its id.</param>
/// <param name="RedirectUri">Where the answer goes.</param>
/// <param name="Scope">What of the scopes that it asks for there is.</param>
/// <param name="Challenge">The <c>S256</c> challenge.</param>
/// <param name="State">What it wants to see again; null for nothing.</param>
internal sealed record AuthorizationRequest(OAuthClient Client, string ClientId, string RedirectUri, string Scope, string Challenge, string? State)
{
    /// <summary>Where clients send their members.</summary>
    public const string Path = "/oauth/authorize";

    private const int DigestLength = 43;

    /// <summary>The query that asks for the same once more.</summary>
    public required string Query { get; init; }

    /// <summary>Why the client is told no without the member being asked (RFC 6749, 4.1.2.1); null when they are asked.</summary>
    public OAuthError? Refusal { get; init; }

    /// <summary>What a query asks for; null when it is not known who asks, or the answer would go to somewhere else (RFC 9700, 4.1.3).</summary>
    public static AuthorizationRequest? Read(IQueryCollection query, OAuthClients clients)
    {
        string id = query["client_id"].ToString(), redirectUri = query["redirect_uri"].ToString();
        if (clients.Find(id) is not { } client || !client.RedirectUris.Contains(redirectUri))
        {
            return null;
        }

        var scope = Scopes.Of(query["scope"].ToString(), client.IsPublic ? Scopes.All.Except([Scopes.Offline]) : Scopes.All);
        var challenge = query["code_challenge"].ToString();
        return new AuthorizationRequest(client, id, redirectUri, scope, challenge, query["state"])
        {
            Query = QueryHelpers.AddQueryString(
                "", query.Where(one => one.Key != Web.LanguageChoice.Name).Select(one => KeyValuePair.Create(one.Key, (string?)one.Value))),
            Refusal = query["response_type"] != "code" ? new OAuthError("unsupported_response_type", "response_type is not code.")
                : query["code_challenge_method"] != "S256" || challenge.Length != DigestLength || !Base64Url.IsValid(challenge)
                    ? new OAuthError("invalid_request", "code_challenge with code_challenge_method S256 is missing (RFC 7636).")
                : scope is "" or Scopes.Offline ? new OAuthError("invalid_scope", $"scope has none of {Scopes.Credentials} and {Scopes.Profile}.")
                : null,
        };
    }

    /// <summary>Where the browser goes with an answer.</summary>
    /// <param name="issuer">Who answers (RFC 9207).</param>
    /// <param name="answer">The answer.</param>
    public Uri Answer(string issuer, params (string Name, string? Value)[] answer) => new(QueryHelpers.AddQueryString(
        RedirectUri,
        answer.Append(("state", State)).Append(("iss", issuer)).Where(one => one.Item2 is not null).Select(one => KeyValuePair.Create(one.Item1, one.Item2))));
}
