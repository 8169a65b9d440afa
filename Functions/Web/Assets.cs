using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace BadgeFunctions.Functions.Web;

/// <summary>The files that pages and e-mails show: resources of this assembly, read once, and what the theme brings along.</summary>
internal sealed class Assets(Theme theme)
{
    private const string Prefix = "assets/";

    private const string StyleSheet = "site.css";

    private readonly FrozenDictionary<string, Asset> _assets = typeof(Assets).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(Read)
        // In one file, as a page waits for each style sheet before it shows anything.
        .Select(asset => asset.Name == StyleSheet ? Asset.Of(StyleSheet, [.. Encoding.UTF8.GetBytes(theme.StyleSheet), .. asset.Content]) : asset)
        .Append(theme.Logo)
        .ToFrozenDictionary(asset => asset.Name);

    /// <summary>The theme's logo, which is among the assets too.</summary>
    public Asset Logo => theme.Logo;

    /// <summary>The asset of this name, or null.</summary>
    public Asset? Find(string name) => _assets.GetValueOrDefault(name);

    /// <summary>The path that names this very content, so that browsers may keep it for ever.</summary>
    public string UrlOf(string name) => $"/assets/{name}?v={_assets[name].Version}";

    private static Asset Read(string resource)
    {
        using var stream = typeof(Assets).Assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return Asset.Of(resource[Prefix.Length..], content);
    }
}

/// <summary>A file.</summary>
internal sealed record Asset(string Name, byte[] Content, string ContentType, string Version)
{
    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.Ordinal)
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".txt"] = "text/plain; charset=utf-8",
    };

    /// <summary>A file of this name and content.</summary>
    public static Asset Of(string name, byte[] content) =>
        new(name, content, ContentTypes[Path.GetExtension(name)], Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8)));
}

/// <summary><c>GET /assets/{name}</c>: style sheet, script, badge images.</summary>
internal sealed class AssetFunction(Assets assets)
{
    [Function("Assets")]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "assets/{name}")] HttpRequest request, string name)
    {
        if (assets.Find(name) is not { } asset)
        {
            return Problems.Of(StatusCodes.Status404NotFound, "There is no such file.");
        }

        // Only the address that names this version may be kept: an e-mail's image has none and is asked for anew.
        request.HttpContext.Response.Headers[HeaderNames.CacheControl] = request.Query["v"] == asset.Version
            ? "public, max-age=31536000, immutable"
            : "public, max-age=3600";
        request.HttpContext.Response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
        return TypedResults.Bytes(asset.Content, asset.ContentType, entityTag: new EntityTagHeaderValue($"\"{asset.Version}\""));
    }
}
