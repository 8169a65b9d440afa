using System.Text.RegularExpressions;
using BadgeFunctions.Functions.Web;
using Microsoft.Net.Http.Headers;

namespace BadgeFunctions.Functions.Badges;

/// <summary>
/// <c>GET /badge-images/{code}</c>: a badge template's image: the platform's, where it was taken over, or the app's own. As it came for e-mails and
/// programs; with <c>?w=</c> and one of the widths that pages show, as WebP.
/// </summary>
internal sealed partial class BadgeImageFunction(TemplateImages images, BadgeImages own, ScaledImages scaled)
{
    /// <summary>The query parameter.</summary>
    public const string WidthQuery = "w";


    // No template's code is longer; nor may a row's key be much longer.
    private const int MaxLength = 64;

    [Function("BadgeImage")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "badge-images/{code}")] HttpRequest request,
        string code,
        CancellationToken cancellationToken)
    {
        if (code.Length > MaxLength || !Code().IsMatch(code))
        {
            return Problems.Of(StatusCodes.Status404NotFound, "There is no such image.");
        }

        var (content, type, version) = await images.FindAsync(code, cancellationToken) is { } image
            ? (image.Content, image.ContentType, image.Version)
            : own.Of(code);
        if (ScaledImages.WidthOf(request.Query[WidthQuery]) is { } width && scaled.Of(content, version, width) is { } small)
        {
            (content, type, version) = (small, ScaledImages.ContentType, $"{version}-{width}");
        }

        request.HttpContext.Response.Headers[HeaderNames.CacheControl] = "public, max-age=3600";
        request.HttpContext.Response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
        return TypedResults.Bytes(content, type, entityTag: new EntityTagHeaderValue($"\"{version}\""));
    }

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Code();
}
