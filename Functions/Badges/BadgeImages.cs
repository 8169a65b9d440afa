using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Badges;

/// <summary>Where a badge's image is: an asset of this app that is named after the template.</summary>
internal sealed class BadgeImages(Assets assets, IOptions<WebOptions> web)
{
    private const string Fallback = "badge.png";

    /// <summary>The path within the app.</summary>
    public string PathOf(Badge badge) => assets.UrlOf(NameOf(badge));

    /// <summary>The absolute address, for e-mails.</summary>
    public Uri UrlOf(Badge badge) => new(web.Value.PublicUrl, PathOf(badge));

    private string NameOf(Badge badge) => assets.Find($"{badge.TemplateCode}.png")?.Name ?? Fallback;
}
