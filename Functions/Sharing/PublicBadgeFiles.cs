using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;
using Microsoft.Net.Http.Headers;

namespace BadgeFunctions.Functions.Sharing;

/// <summary>The files beside a public page: its picture, its QR code and the certificate. There are none where there is no page.</summary>
internal sealed class PublicBadgeFiles(
    PublicBadges published, PublicAddress addresses, SharePicture pictures, Certificate certificates)
{
    // A badge can be made private again: nobody keeps its picture for long.
    private const string ShortTime = "public, max-age=600";

    /// <summary><c>GET /badges/{slug}/picture.png</c>: what networks show of a link to the page.</summary>
    [Function("PublicBadgePicture")]
    public async Task<IResult> Picture(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "badges/{slug}/picture.png")] HttpRequest request,
        string slug,
        CancellationToken cancellationToken)
    {
        if (await FindAsync(slug, cancellationToken) is not { } badge)
        {
            return Unknown();
        }

        var facts = await pictures.FactsOfAsync(badge, cancellationToken);
        var tag = new EntityTagHeaderValue($"\"{pictures.VersionOf(facts)}\"");
        var headers = request.HttpContext.Response.GetTypedHeaders();
        request.HttpContext.Response.Headers[HeaderNames.CacheControl] = ShortTime;
        request.HttpContext.Response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
        if (request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
        {
            // Before it is drawn, which is the dear part.
            headers.ETag = tag;
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        return TypedResults.Bytes(pictures.Draw(facts), "image/png", entityTag: tag);
    }

    /// <summary><c>GET /badges/{slug}/qr.png</c>: the page's address as a QR code.</summary>
    [Function("PublicBadgeQrCode")]
    public async Task<IResult> Code(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "badges/{slug}/qr.png")] HttpRequest request,
        string slug,
        CancellationToken cancellationToken)
    {
        if (await FindAsync(slug, cancellationToken) is not { } badge)
        {
            return Unknown();
        }

        request.HttpContext.Response.Headers[HeaderNames.CacheControl] = ShortTime;
        request.HttpContext.Response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
        return TypedResults.Bytes(QrCode.Png(addresses.UrlOf(badge.Key)), "image/png");
    }

    /// <summary><c>GET /badges/{slug}/certificate.pdf</c>: the badge to be printed. It has nothing that the page does not have.</summary>
    [Function("PublicBadgeCertificate")]
    public async Task<IResult> Print(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "badges/{slug}/certificate.pdf")] HttpRequest request,
        string slug,
        CancellationToken cancellationToken)
    {
        if (await FindAsync(slug, cancellationToken) is not { } badge || await certificates.DrawAsync(badge, cancellationToken) is not { } file)
        {
            return Unknown();
        }

        // It is in the reader's language.
        request.HttpContext.Response.Headers[HeaderNames.CacheControl] = "no-store";
        request.HttpContext.Response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
        return TypedResults.Bytes(file, Certificate.ContentType, Certificate.FileNameOf(badge));
    }

    private async Task<Badge?> FindAsync(string slug, CancellationToken cancellationToken) =>
        await published.FindAsync(slug, cancellationToken) is { State: not BadgeState.Revoked } badge ? badge : null;

    private static IResult Unknown() => Problems.Of(StatusCodes.Status404NotFound, "There is no such file.");
}
