using Microsoft.Net.Http.Headers;

namespace BadgeFunctions.Functions.Web;

/// <summary><c>GET /assets/{name}</c>: style sheet, script, badge images.</summary>
internal sealed class AssetFunction(Assets assets)
{
    [Function("Assets")]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "assets/{name}")] HttpRequest request, string name)
    {
        if (assets.Find(name) is not { } asset)
        {
            return Problems.Of(StatusCodes.Status404NotFound, "There is no such file.");
        }

        // Only the address that names this version may be kept: an e-mail's image has none and is asked for anew.
        request.HttpContext.Response.Headers[HeaderNames.CacheControl] = request.Query["v"] == asset.Version
            ? "public, max-age=31536000, immutable"
            : "public, max-age=3600";
        request.HttpContext.Response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
        return TypedResults.Bytes(asset.Content, asset.ContentType, entityTag: new EntityTagHeaderValue($"\"{asset.Version}\""));
    }
}
