using System.Collections.Frozen;
using System.Security.Cryptography;

namespace BadgeFunctions.Functions.Web;

/// <summary>The files that pages and e-mails show: resources of this assembly, read once.</summary>
internal sealed class Assets
{
    private const string Prefix = "assets/";

    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.Ordinal)
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
    };

    private readonly FrozenDictionary<string, Asset> _assets = typeof(Assets).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(Read)
        .ToFrozenDictionary(asset => asset.Name);

    /// <summary>The asset of this name, or null.</summary>
    public Asset? Find(string name) => _assets.GetValueOrDefault(name);

    /// <summary>The path that names this very content, so that browsers may keep it for ever.</summary>
    public string UrlOf(string name) => $"/assets/{name}?v={_assets[name].Version}";

    private static Asset Read(string resource)
    {
        using var stream = typeof(Assets).Assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var name = resource[Prefix.Length..];
        return new Asset(
            name, content, ContentTypes[Path.GetExtension(name)], Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8)));
    }
}

/// <summary>A file.</summary>
internal sealed record Asset(string Name, byte[] Content, string ContentType, string Version);
