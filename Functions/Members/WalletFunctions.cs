using System.Globalization;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Functions.Sharing;
using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Members;

/// <summary>The credential of a badge for the wallet that its member gave the link to: it has no session here.</summary>
internal sealed class WalletFunctions(WalletLinks links, BadgeLookups lookups, BadgeStore badges, CredentialFiles files)
{
    /// <summary><c>GET /wallet/{link}</c>: JSON, or what the Accept header asks for.</summary>
    [Function("WalletCredential")]
    public async Task<IResult> Credential(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "wallet/{link}")] HttpRequest request,
        string link,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.AccessControlAllowOrigin = "*";
        return links.BadgeIdOf(link) is { } id
            && await lookups.FindAsync(id, cancellationToken) is { } key
            && await badges.FindAsync(key, cancellationToken) is { Credential.IsRevoked: false } badge
                ? await files.ResponseAsync(request, badge, CredentialForms.Wanted(request) ?? CredentialForm.Json, "no-store", cancellationToken)
                : Problems.Of(StatusCodes.Status404NotFound, "This link does not work, or not any more. The badge's page has a new one.");
    }

    /// <summary><c>GET /wallet/{link}/qr.png</c>: the link as a QR code.</summary>
    [Function("WalletQrCode")]
    public IResult Code(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "wallet/{link}/qr.png")] HttpRequest request, string link)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return links.BadgeIdOf(link) is null
            ? Problems.Of(StatusCodes.Status404NotFound, "There is no such file.")
            : TypedResults.Bytes(QrCode.Png(links.UrlOf(link)), "image/png");
    }
}

/// <summary>Links with which a wallet fetches a credential: signed, and good for a quarter of an hour.</summary>
internal sealed class WalletLinks(Signer signer, IOptions<WebOptions> web, TimeProvider clock)
{
    /// <summary>How long a link is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private const string Purpose = "wallet";

    /// <summary>What the page shows that hands out a new link.</summary>
    public WalletPageModel ModelFor(Badge badge)
    {
        var link = signer.Sign(Purpose, string.Create(CultureInfo.InvariantCulture, $"{badge.Key.BadgeId}|{(clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds()}"));
        return new WalletPageModel(DisplayText.Clean(badge.Name), BadgePageFunction.PathOf(badge), UrlOf(link).AbsoluteUri, $"/wallet/{link}/qr.png");
    }

    /// <summary>The absolute address of a link.</summary>
    public Uri UrlOf(string link) => new(web.Value.PublicUrl, $"wallet/{link}");

    /// <summary>The badge of a link that is genuine and still good; null for every other.</summary>
    public string? BadgeIdOf(string link) =>
        signer.Verify(Purpose, link)?.Split('|') is [var id, var end]
        && clock.GetUtcNow() < DateTimeOffset.FromUnixTimeSeconds(long.Parse(end, CultureInfo.InvariantCulture))
            ? id
            : null;
}

/// <summary>What the page shows from which a wallet takes a badge.</summary>
/// <param name="Name">The badge's name.</param>
/// <param name="BadgePath">Its page.</param>
/// <param name="Url">The link.</param>
/// <param name="QrCodePath">The link as a QR code.</param>
public sealed record WalletPageModel(string Name, string BadgePath, string Url, string QrCodePath);
