using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.OpenBadges.Api;

/// <summary>What apps read before they register: what there is, and where.</summary>
internal sealed class DiscoveryFunctions(IOptions<WebOptions> web, Theme theme, Assets assets)
{
    private const string Resource = "BadgeFunctions.Functions.OpenBadges.Api.discovery.json";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary><c>GET /ims/ob/v3p0/discovery</c>: the Service Description Document (Open Badges 3.0, 6.3 and 7.1.1.1).</summary>
    [Function("OpenBadgesDiscovery")]
    public IResult Service(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ims/ob/v3p0/discovery")] HttpRequest request)
    {
        using var stream = typeof(DiscoveryFunctions).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        var document = JsonNode.Parse(reader.ReadToEnd().Replace("{site}", IssuerOf(web.Value), StringComparison.Ordinal))!;
        var info = document["info"]!;
        info["title"] = web.Value.OrganisationName;
        info["termsOfService"] = (theme.Terms ?? web.Value.PublicUrl).AbsoluteUri;
        info["x-imssf-privacyPolicyUrl"] = (theme.Privacy ?? web.Value.PublicUrl).AbsoluteUri;
        info["x-imssf-image"] = new Uri(web.Value.PublicUrl, $"assets/{assets.Logo.Name}").AbsoluteUri;
        return PublicJson.Of(request, document.ToJsonString(Plain));
    }

    /// <summary><c>GET /.well-known/oauth-authorization-server</c>: the same for who knows OAuth 2.0 alone (RFC 8414, 2 and 3).</summary>
    [Function("AuthorizationServer")]
    public IResult AuthorizationServer(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = ".well-known/oauth-authorization-server")] HttpRequest request)
    {
        var site = IssuerOf(web.Value);
        return PublicJson.Of(request, JsonSerializer.Serialize(
            new Dictionary<string, object>
            {
                ["issuer"] = site,
                ["authorization_endpoint"] = $"{site}/oauth/authorize",
                ["token_endpoint"] = $"{site}/oauth/token",
                ["registration_endpoint"] = $"{site}/oauth/register",
                ["scopes_supported"] = Scopes.All,
                ["response_types_supported"] = (string[])["code"],
                ["response_modes_supported"] = (string[])["query"],
                ["grant_types_supported"] = (string[])["authorization_code", "refresh_token"],
                ["token_endpoint_auth_methods_supported"] = ClientMetadata.Methods,
                ["code_challenge_methods_supported"] = (string[])["S256"],
                ["authorization_response_iss_parameter_supported"] = true,
            },
            Plain));
    }

    /// <summary>The name of this authorization server (RFC 8414, 2; RFC 9207, 2).</summary>
    public static string IssuerOf(WebOptions web) => web.PublicUrl.GetLeftPart(UriPartial.Authority);
}
