using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>A JSON document that anybody may read, also a page of another site, and keep for a while.</summary>
internal static class PublicJson
{
    /// <summary>How long a document is kept that changes a few times a year.</summary>
    public const string ShortTime = "public, max-age=300";

    private const string LinkedData = "application/ld+json";

    public static IResult Of(HttpRequest request, string document, string keptFor = ShortTime, string type = "application/json") =>
        Of(request, Encoding.UTF8.GetBytes(document), keptFor, type);

    /// <inheritdoc cref="Of(HttpRequest, string, string, string)"/>
    public static IResult Of(HttpRequest request, byte[] bytes, string keptFor = ShortTime, string type = "application/json")
    {
        Open(request, keptFor);
        return TypedResults.Bytes(bytes, type, entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\""));
    }

    /// <summary>The same for an object of Open Badges: JSON-LD, or to who takes JSON alone, JSON (Open Badges 2.0, Setting Content-Type).</summary>
    public static IResult LinkedDataOf(HttpRequest request, string document, string keptFor = ShortTime)
    {
        request.HttpContext.Response.Headers[HeaderNames.Vary] = HeaderNames.Accept;
        var accept = request.Headers.Accept.ToString();
        return Of(request, document, keptFor, accept is "" or "*/*" || accept.Contains(LinkedData, StringComparison.OrdinalIgnoreCase) ? LinkedData : "application/json");
    }

    /// <summary>Sets the headers of such a document.</summary>
    public static void Open(HttpRequest request, string keptFor)
    {
        var headers = request.HttpContext.Response.Headers;
        headers[HeaderNames.AccessControlAllowOrigin] = "*";
        headers[HeaderNames.CacheControl] = keptFor;
        headers[HeaderNames.XContentTypeOptions] = "nosniff";
    }
}
