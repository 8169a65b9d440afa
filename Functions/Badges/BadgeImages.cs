using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Badges;

/// <summary>Where a badge's image is, and the images that the app brings along, which are named after the template.</summary>
internal sealed class BadgeImages(Assets assets, IOptions<WebOptions> web)
{
    private const string Fallback = "badge";

    /// <summary>The path within the app.</summary>
    public static string PathOf(Badge badge) => $"/badge-images/{badge.TemplateCode}";

    /// <summary>The absolute address, for e-mails.</summary>
    public Uri UrlOf(Badge badge) => UrlOf(badge.TemplateCode);

    /// <inheritdoc cref="UrlOf(Badge)"/>
    public Uri UrlOf(string templateCode) => new(web.Value.PublicUrl, $"badge-images/{templateCode}");

    /// <summary>The app's own image of a template.</summary>
    public (byte[] Content, string ContentType, string Version) Of(string templateCode)
    {
        var asset = assets.Find($"{templateCode}.png") ?? assets.Find($"{Fallback}.png")!;
        return (asset.Content, asset.ContentType, asset.Version);
    }

    /// <summary>The same as SVG.</summary>
    public byte[] SvgOf(string templateCode) => (assets.Find($"{templateCode}.svg") ?? assets.Find($"{Fallback}.svg")!).Content;
}
