using System.Text.Json;
using System.Text.Json.Nodes;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.OpenBadges.Api;

/// <summary>What a client says of itself when it registers (RFC 7591, 2; Open Badges 3.0, 7.1.1.2). Pure.</summary>
internal static class ClientMetadata
{
    private const int MostRedirects = 5;
    // The id has all of it, and stands in an address.
    private const int LongestUri = 300;
    private const int LongestName = 80;
    private const string WithoutSecret = "none";
    private const string NoPage = "is not an https address without user name and fragment";

    /// <summary>How a client can say at the token endpoint who it is.</summary>
    public static readonly IReadOnlyList<string> Methods = ["client_secret_basic", "client_secret_post", WithoutSecret];
    private static readonly string[] Pages = ["client_uri", "logo_uri", "tos_uri", "policy_uri"];
    private static readonly string[] Labels = ["software_id", "software_version"];

    /// <returns>The client, or why it is refused (RFC 7591, 3.2.2).</returns>
    public static (OAuthClient? Client, OAuthError? Error) Read(JsonElement? body, DateTimeOffset now)
    {
        if (body is not { ValueKind: JsonValueKind.Object } metadata)
        {
            return (null, new OAuthError("invalid_client_metadata", "The body is no JSON object."));
        }

        List<FieldError> errors = [];
        var fields = new FieldReader(metadata, "", errors);
        var name = fields.Text("client_name", LongestName, text => DisplayText.Clean(text).Length > 0, "has nothing to be seen");
        var redirects = fields.Texts(
            "redirect_uris", MostRedirects, LongestUri, IsRedirect, "is not https, or http on localhost or 127.0.0.1, without user name and fragment");
        var pages = Pages.ToDictionary(page => page, page => fields.OptionalText(page, LongestUri, IsHttps, NoPage));
        var method = fields.OptionalText("token_endpoint_auth_method", LongestName, Methods.Contains, $"is none of {string.Join(", ", Methods)}");
        foreach (var label in Labels)
        {
            fields.OptionalText(label, LongestUri, _ => true, "");
        }

        if (errors is [] && HostsOf([.. redirects, .. pages.Values.OfType<string>()]).Skip(1).Any())
        {
            fields.Refuse("redirect_uris", "and the other addresses must have one host name (Open Badges 3.0, 7.1.1.2)");
        }

        return errors is []
            ? (new OAuthClient(name, redirects, method is WithoutSecret, pages["tos_uri"], pages["policy_uri"], now.ToUnixTimeSeconds()), null)
            : (null, new OAuthError(
                errors.Exists(error => error.Field.StartsWith("redirect_uris", StringComparison.Ordinal)) ? "invalid_redirect_uri" : "invalid_client_metadata",
                string.Join("; ", errors.Select(error => $"{error.Field} {error.Reason}"))));
    }

    /// <summary>What was registered, with what the client is known by from now on (RFC 7591, 3.2.1).</summary>
    /// <param name="body">What it said of itself.</param>
    /// <param name="client">The client.</param>
    /// <param name="id">Its id.</param>
    /// <param name="secret">Its secret.</param>
    public static JsonObject Answer(JsonElement body, OAuthClient client, string id, string secret)
    {
        var answer = new JsonObject { ["client_id"] = id, ["client_id_issued_at"] = client.IssuedAt };
        if (!client.IsPublic)
        {
            answer["client_secret"] = secret;
            answer["client_secret_expires_at"] = 0;
        }

        foreach (var name in (string[])["client_name", .. Pages, .. Labels, "redirect_uris"])
        {
            if (body.TryGetProperty(name, out var said))
            {
                answer[name] = JsonNode.Parse(said.GetRawText());
            }
        }

        var method = body.TryGetProperty("token_endpoint_auth_method", out var asked) ? asked.GetString() : null;
        answer["token_endpoint_auth_method"] = method ?? Methods[0];
        answer["grant_types"] = client.IsPublic ? new JsonArray("authorization_code") : new JsonArray("authorization_code", "refresh_token");
        answer["response_types"] = new JsonArray("code");
        answer["scope"] = string.Join(' ', client.IsPublic ? Scopes.All.Except([Scopes.Offline]) : Scopes.All);
        return answer;
    }

    private static IEnumerable<string> HostsOf(IEnumerable<string> addresses) =>
        addresses.Select(address => new Uri(address)).Where(address => address.Scheme == Uri.UriSchemeHttps).Select(address => address.IdnHost).Distinct();

    private static bool IsHttps(string text) => IsPlain(text, out var url) && url.Scheme == Uri.UriSchemeHttps;

    // RFC 8252, 7.3 and 8.3. The page's policy, by which a form may end up there, has no word for an IPv6 address.
    private static bool IsRedirect(string text) =>
        IsPlain(text, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url is { Scheme: "http", IsLoopback: true, HostNameType: not UriHostNameType.IPv6 }));

    private static bool IsPlain(string text, out Uri url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url!) && text.All(char.IsAscii) && url.UserInfo.Length == 0 && !text.Contains('#', StringComparison.Ordinal);
}
