using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BadgeFunctions.Functions.Tests.OpenBadges;

/// <summary>Azure Key Vault's REST API 7.4 on loopback, as far as <c>KeyVaultKey</c> calls it, with real keys.</summary>
internal sealed class KeyVaultStandIn : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<Version> _versions = [];

    private KeyVaultStandIn(WebApplication app) => _app = app;

    /// <summary>The key's address without a version.</summary>
    public Uri Key => new($"{_app.Urls.Single()}/keys/credentials-jwt");

    public List<string> Calls { get; } = [];

    /// <summary>The token that is taken, and what is said to whoever has another.</summary>
    public string Token { get; set; } = "token";

    public string Challenge { get; set; } = "Bearer authorization=\"https://login.example/tenant\", resource=\"https://vault.azure.net\"";

    /// <summary>What is answered in place of the next calls.</summary>
    public Queue<IResult> Instead { get; } = [];

    /// <summary>Changes what is answered.</summary>
    public Action<JsonObject>? Alter { get; set; }

    public static async Task<KeyVaultStandIn> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var vault = new KeyVaultStandIn(app);
        app.Use(vault.LetInAsync);
        app.MapGet("/keys/credentials-jwt/versions", vault.List);
        app.MapGet("/keys/credentials-jwt/{version}", vault.Get);
        app.MapPost("/keys/credentials-jwt/{version}/sign", vault.SignAsync);
        await app.StartAsync();
        return vault;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Makes a version, as a rotation does.</summary>
    public void Add(string name, AsymmetricAlgorithm key, DateTimeOffset created, bool enabled = true, DateTimeOffset? from = null, DateTimeOffset? until = null) =>
        _versions.Add(new Version(name, key, new JsonObject
        {
            ["enabled"] = enabled,
            ["created"] = created.ToUnixTimeSeconds(),
            ["updated"] = created.ToUnixTimeSeconds(),
            ["recoveryLevel"] = "Recoverable",
            ["nbf"] = from?.ToUnixTimeSeconds(),
            ["exp"] = until?.ToUnixTimeSeconds(),
        }));

    private async Task LetInAsync(HttpContext context, RequestDelegate next)
    {
        Assert.Equal("7.4", context.Request.Query["api-version"]);
        lock (Calls)
        {
            Calls.Add($"{context.Request.Method} {context.Request.Path.Value!["/keys/credentials-jwt".Length..]}");
        }

        if (Instead.TryDequeue(out var other))
        {
            await other.ExecuteAsync(context);
        }
        else if (context.Request.Headers.Authorization != $"Bearer {Token}")
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = Challenge;
        }
        else
        {
            await next(context);
        }
    }

    // One a page, in no order.
    private IResult List(int skip = 0) => Answer(new JsonObject
    {
        ["value"] = new JsonArray([.. _versions.Skip(skip).Take(1).Select(version => new JsonObject { ["kid"] = $"{Key}/{version.Name}", ["attributes"] = version.Attributes.DeepClone() })]),
        ["nextLink"] = skip + 1 < _versions.Count ? $"{Key}/versions?api-version=7.4&skip={skip + 1}" : null,
    });

    private IResult Get(string version)
    {
        var one = _versions.Single(one => one.Name == version);
        var jwk = one.Key switch
        {
            RSA rsa => PublicPart("RSA", ("n", rsa.ExportParameters(false).Modulus!), ("e", rsa.ExportParameters(false).Exponent!)),
            ECDsa ec => PublicPart("EC", ("x", ec.ExportParameters(false).Q.X!), ("y", ec.ExportParameters(false).Q.Y!)),
            _ => throw new NotSupportedException(),
        };
        if (one.Key is ECDsa curve)
        {
            jwk["crv"] = $"P-{curve.KeySize}";
        }

        jwk["kid"] = $"{Key}/{version}";
        jwk["key_ops"] = new JsonArray("sign", "verify");
        return Answer(new JsonObject { ["key"] = jwk, ["attributes"] = one.Attributes.DeepClone() });
    }

    private async Task<IResult> SignAsync(string version, HttpRequest request)
    {
        var body = (await JsonNode.ParseAsync(request.Body))!;
        var digest = Base64Url.DecodeFromChars((string)body["value"]!);
        var signature = (_versions.Single(one => one.Name == version).Key, (string)body["alg"]!) switch
        {
            (RSA rsa, "RS256") => rsa.SignHash(digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            (ECDsa ec, "ES256") => ec.SignHash(digest, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
            _ => null,
        };
        return signature is null
            ? Results.Json(new { error = new { code = "BadParameter", message = "Key and algorithm do not fit." } }, statusCode: StatusCodes.Status400BadRequest)
            : Answer(new JsonObject { ["kid"] = $"{Key}/{version}", ["value"] = Base64Url.EncodeToString(signature) });
    }

    private static JsonObject PublicPart(string type, params (string Name, byte[] Value)[] members)
    {
        var jwk = new JsonObject { ["kty"] = type };
        foreach (var (name, value) in members)
        {
            jwk[name] = Base64Url.EncodeToString(value);
        }

        return jwk;
    }

    private IResult Answer(JsonObject answer)
    {
        Alter?.Invoke(answer);
        return Results.Json(answer);
    }

    private sealed record Version(string Name, AsymmetricAlgorithm Key, JsonObject Attributes);
}
