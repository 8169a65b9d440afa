using System.Globalization;
using System.Net;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Sharing;

/// <summary>What a member shares a public badge with: plain links and texts to copy. Nothing of the networks is loaded.</summary>
/// <param name="Url">The public page.</param>
/// <param name="QrCodePath">Its QR code.</param>
/// <param name="AddToLinkedIn">Where LinkedIn adds it to the profile's licences and certifications.</param>
/// <param name="Networks">Where it is posted.</param>
/// <param name="SignatureHtml">For an e-mail signature.</param>
/// <param name="SignatureText">The same for signatures without pictures.</param>
/// <param name="EmbedHtml">For a web page.</param>
public sealed record ShareKit(
    string Url,
    string QrCodePath,
    string AddToLinkedIn,
    IReadOnlyList<PageLink> Networks,
    string SignatureHtml,
    string SignatureText,
    string EmbedHtml)
{
    /// <summary>The kit of a badge. Pure.</summary>
    /// <param name="badge">The badge.</param>
    /// <param name="page">Its public page.</param>
    /// <param name="image">Its image.</param>
    /// <param name="issuer">The certification body's name.</param>
    internal static ShareKit Of(Badge badge, Uri page, Uri image, string issuer)
    {
        var name = DisplayText.Clean(badge.Name);
        var (url, title) = (page.AbsoluteUri, L("I earned the badge “{0}” of {1}", name, issuer));
        return new ShareKit(
            url,
            $"{page.AbsolutePath}/qr.png",
            AddToLinkedInOf(badge, name, url, issuer),
            [
                new("LinkedIn", $"https://www.linkedin.com/sharing/share-offsite/?url={Escape(url)}"),
                new("Facebook", $"https://www.facebook.com/sharer/sharer.php?u={Escape(url)}"),
                new("X", $"https://x.com/intent/post?text={Escape(title)}&url={Escape(url)}"),
                new("WhatsApp", $"https://wa.me/?text={Escape($"{title}: {url}")}"),
                new(L("E-mail"), $"mailto:?subject={Escape(title)}&body={Escape(url)}"),
            ],
            LinkedImage(url, image, name, issuer, 96),
            $"{name} · {issuer}\n{url}",
            LinkedImage(url, image, name, issuer, 180));
    }

    // LinkedIn's "Add to profile": it opens the form of a licence or certification with these fields filled in.
    private static string AddToLinkedInOf(Badge badge, string name, string url, string issuer)
    {
        List<(string Name, string Value)> fields =
        [
            ("startTask", "CERTIFICATION_NAME"),
            ("name", name),
            ("organizationName", issuer),
            ("issueYear", Number(badge.AwardedOn.Year)),
            ("issueMonth", Number(badge.AwardedOn.Month)),
        ];
        if (badge.ExpiresOn is { } last)
        {
            fields.AddRange([("expirationYear", Number(last.Year)), ("expirationMonth", Number(last.Month))]);
        }

        fields.AddRange([("certUrl", url), ("certId", badge.AchievementId)]);
        return $"https://www.linkedin.com/profile/add?{string.Join('&', fields.Select(field => $"{field.Name}={Escape(field.Value)}"))}";
    }

    // Sizes as attributes: e-mail programs and web sites take out styles.
    private static string LinkedImage(string url, Uri image, string name, string issuer, int size) => string.Create(
        CultureInfo.InvariantCulture,
        $"""<a href="{Html(url)}"><img src="{Html(image.AbsoluteUri)}" alt="{Html($"{name} · {issuer}")}" width="{size}" height="{size}"></a>""");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Escape(string text) => Uri.EscapeDataString(text);

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
