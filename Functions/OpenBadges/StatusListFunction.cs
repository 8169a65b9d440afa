using System.Globalization;
using BadgeFunctions.Functions.Web;
using Microsoft.Net.Http.Headers;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>
/// <c>GET /status-lists/{number}</c>: which credentials of a list are revoked, as a signed credential. Source: W3C Bitstring Status List 1.0, section
/// 2.2. A verifier sees a revocation after 35 seconds at most: five in <see cref="StatusLists"/>, thirty in caches.
/// </summary>
internal sealed class StatusListFunction(StatusLists lists)
{
    /// <summary>The media type of a credential in JSON-LD.</summary>
    public const string ContentType = "application/vc+ld+json";

    [Function("StatusList")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "status-lists/{number}")] HttpRequest request,
        string number,
        CancellationToken cancellationToken)
    {
        var response = request.HttpContext.Response;
        // Verifiers are web pages of others, too.
        response.Headers[HeaderNames.AccessControlAllowOrigin] = "*";
        if (NumberOf(number) is not { } list || await lists.FindAsync(list, cancellationToken) is not { } published)
        {
            return Problems.Of(StatusCodes.Status404NotFound, "There is no such status list.");
        }

        var tag = new EntityTagHeaderValue($"\"{published.Version}\"");
        response.Headers[HeaderNames.CacheControl] = "public, max-age=30";
        response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
        // Told, and not compared: a list can change twice in a second.
        response.GetTypedHeaders().LastModified = published.ChangedAt;
        if (request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false)))
        {
            // Before it is signed.
            response.GetTypedHeaders().ETag = tag;
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        return TypedResults.Bytes(published.Signed.Value, ContentType, entityTag: tag);
    }

    // As StatusListCredential.PathOf writes it: 01 names no list.
    private static int? NumberOf(string text) =>
        text is [>= '1' and <= '9', ..] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
