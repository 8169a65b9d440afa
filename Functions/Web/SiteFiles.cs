using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace BadgeFunctions.Functions.Web;

/// <summary>What browsers and crawlers ask every site for, at addresses that they know by themselves or by the pages' heads.</summary>
internal sealed class SiteFiles(Assets assets, Theme theme, IOptions<WebOptions> web)
{
    /// <summary>The manifest's path.</summary>
    public const string ManifestPath = "/site.webmanifest";

    /// <summary><c>GET /favicon.ico</c>: for who asks without having read a page. It names the icon of the pages.</summary>
    [Function("Favicon")]
    public IResult Favicon([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "favicon.ico")] HttpRequest request) =>
        FileOf(request, assets.Logo);

    /// <summary>
    /// <c>GET /robots.txt</c> (RFC 9309: the longest rule that fits wins). Programs that make previews of shared links may read the public pages.
    /// </summary>
    [Function("Robots")]
    public IResult Robots([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "robots.txt")] HttpRequest request) =>
        FileOf(request, assets.Find("robots.txt")!);

    /// <summary><c>GET /site.webmanifest</c>: the site's name and icon on a phone's home screen (W3C Web Application Manifest).</summary>
    [Function("Manifest")]
    public IResult Manifest([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "site.webmanifest")] HttpRequest request)
    {
        Keep(request);
        return TypedResults.Json(
            new WebManifest(
                $"My Badges · {theme.Name ?? web.Value.OrganisationName}",
                "My Badges",
                "/",
                "browser",
                theme.Light[ThemeColour.Paper],
                theme.Light[ThemeColour.Ground],
                [new ManifestIcon(assets.UrlOf(assets.Logo.Name), assets.Logo.ContentType, "any")]),
            contentType: "application/manifest+json");
    }

    private static IResult FileOf(HttpRequest request, Asset file)
    {
        Keep(request);
        return TypedResults.Bytes(file.Content, file.ContentType, entityTag: new EntityTagHeaderValue($"\"{file.Version}\""));
    }

    private static void Keep(HttpRequest request) => request.HttpContext.Response.Headers[HeaderNames.CacheControl] = "public, max-age=86400";

    internal sealed record WebManifest(
        string Name,
        [property: JsonPropertyName("short_name")] string ShortName,
        [property: JsonPropertyName("start_url")] string StartUrl,
        string Display,
        [property: JsonPropertyName("theme_color")] string ThemeColor,
        [property: JsonPropertyName("background_color")] string BackgroundColor,
        IReadOnlyList<ManifestIcon> Icons);

    internal sealed record ManifestIcon(string Src, string Type, string Sizes);
}
