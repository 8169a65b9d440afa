using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using BadgeFunctions.Functions.OpenBadges.Api;
using Microsoft.AspNetCore.WebUtilities;

namespace BadgeFunctions.Functions.Tests.EndToEnd.OpenBadges;

/// <summary>An app that reads members' badges, as its makers would write it: it knows the discovery document and the RFCs alone.</summary>
internal sealed class WalletApp
{
    public const string Verifier = "mYUQfKNgI1lSbY8EqtvNHLPzu0x-VcKO3fpWnX4VE5I";

    private readonly BadgeApplication _app;
    private readonly JsonElement _scheme;

    private WalletApp(BadgeApplication app, JsonElement scheme) => (_app, _scheme) = (app, scheme);

    public string RedirectUri { get; private set; } = "https://wallet.example/callback";

    public string Id { get; private set; } = "";

    public string? Secret { get; private set; }

    /// <summary>What it was told when it registered.</summary>
    public JsonElement Registration { get; private set; }

    private JsonElement Flow => _scheme.GetProperty("flows").GetProperty("authorizationCode");

    public static async Task<WalletApp> RegisterAsync(BadgeApplication app, string? method = null, string? redirectUri = null)
    {
        var discovery = JsonElement.Parse(await app.Client.GetStringAsync(new Uri("/ims/ob/v3p0/discovery", UriKind.Relative)));
        var wallet = new WalletApp(app, discovery.GetProperty("components").GetProperty("securitySchemes").GetProperty("OAuth2ACG"));
        wallet.RedirectUri = redirectUri ?? wallet.RedirectUri;
        var said = new JsonObject
        {
            ["client_name"] = "Example Wallet",
            ["client_uri"] = "https://wallet.example/",
            ["policy_uri"] = "https://wallet.example/privacy",
            ["redirect_uris"] = new JsonArray(wallet.RedirectUri),
            ["token_endpoint_auth_method"] = method,
        };
        using var response = await app.Client.PostAsync(
            wallet._scheme.GetProperty("x-imssf-registrationUrl").GetString(), new StringContent(said.ToJsonString(), Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        wallet.Registration = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        wallet.Id = wallet.Registration.GetProperty("client_id").GetString()!;
        wallet.Secret = wallet.Registration.TryGetProperty("client_secret", out var secret) ? secret.GetString() : null;
        return wallet;
    }

    /// <summary>Where it sends a member.</summary>
    /// <param name="scope">What it asks for.</param>
    /// <param name="otherwise">Parameters that are otherwise; null for one that is left out.</param>
    public string AuthorizePath(string scope, params (string Name, string? Value)[] otherwise)
    {
        var query = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = Id,
            ["redirect_uri"] = RedirectUri,
            ["scope"] = scope,
            ["state"] = "a state & more",
            ["code_challenge"] = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in otherwise)
        {
            query[name] = value;
        }

        return QueryHelpers.AddQueryString(Flow.GetProperty("authorizationUrl").GetString()!, query.Where(one => one.Value is not null));
    }

    /// <summary>The code of a member who allows what it asks for.</summary>
    public async Task<string> CodeAsync(string memberId, string scope) =>
        (await AnswerAsync(memberId, AuthorizePath(scope), "form[action^='/oauth']"))["code"]!;

    /// <summary>What it is told once the member has pressed a button.</summary>
    public async Task<Dictionary<string, string>> AnswerAsync(string memberId, string path, string button)
    {
        var session = await SignedIn.CookieAsync(_app, memberId);
        using var page = await SendAsync(HttpMethod.Get, path, session);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var html = new HtmlParser().ParseDocument(await page.Content.ReadAsStringAsync());
        var pressed = html.QuerySelector(button)!;
        var form = pressed.Closest("form")!;
        var fields = form.QuerySelectorAll("input").Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value")!));
        var cookies = $"{session}; {string.Join("; ", page.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]))}";
        using var response = await SendAsync(
            HttpMethod.Post, pressed.GetAttribute("formaction") ?? form.GetAttribute("action")!, cookies, new FormUrlEncodedContent(fields));
        return ToldIn(response);
    }

    /// <summary>What a redirect tells it.</summary>
    public Dictionary<string, string> ToldIn(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.StartsWith(RedirectUri, response.Headers.Location!.OriginalString, StringComparison.Ordinal);
        return QueryHelpers.ParseQuery(response.Headers.Location.Query).ToDictionary(one => one.Key, one => one.Value.ToString());
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? cookies, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.TryAddWithoutValidation("Cookie", cookies);
        return await _app.Client.SendAsync(request);
    }

    /// <summary>Turns a code into tokens.</summary>
    public Task<(HttpStatusCode Status, JsonElement Told)> RedeemAsync(string code, params (string Name, string Value)[] otherwise) => TokenAsync(
        [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", RedirectUri), ("code_verifier", Verifier), .. otherwise]);

    /// <summary>Asks for a token: with its secret in the header, or if it has none with its id alone.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Told)> TokenAsync(params (string Name, string Value)[] fields)
    {
        var form = fields.ToLookup(field => field.Name, field => field.Value).ToDictionary(field => field.Key, field => field.Last());
        using var request = new HttpRequestMessage(HttpMethod.Post, Flow.GetProperty("tokenUrl").GetString());
        if (Secret is null)
        {
            form.TryAdd("client_id", Id);
        }
        else if (!form.ContainsKey("client_id"))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Id}:{Secret}")));
        }

        request.Content = new FormUrlEncodedContent(form);
        using var response = await _app.Client.SendAsync(request);
        Assert.True(response.Headers.CacheControl!.NoStore);
        return (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()));
    }

    /// <summary>The tokens of a member who allows what it asks for.</summary>
    public async Task<JsonElement> TokensAsync(string memberId, string scope = Scopes.Credentials)
    {
        var (status, tokens) = await RedeemAsync(await CodeAsync(memberId, scope));
        Assert.Equal(HttpStatusCode.OK, status);
        return tokens;
    }

    /// <summary>A resource of the API.</summary>
    public static async Task<HttpResponseMessage> GetAsync(BadgeApplication app, string resource, string? token, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, $"/ims/ob/v3p0/{resource}");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await app.Client.SendAsync(request);
    }
}
