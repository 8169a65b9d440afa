using Microsoft.Net.Http.Headers;

namespace BadgeFunctions.Functions.OpenBadges.Api;

/// <summary>What is not read of the Open Badges API: an issuer takes no credentials and changes no profiles (Open Badges 3.0, 6.2.3 and 6.2.5).</summary>
internal static class OtherMethodsFunction
{
    [Function("OpenBadgesApiOtherMethods")]
    public static IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "put", "patch", "delete", "options", Route = "ims/ob/v3p0/{resource}")] HttpRequest request, string resource)
    {
        OAuthAnswers.Open(request);
        if (HttpMethods.IsOptions(request.Method))
        {
            return TypedResults.NoContent();
        }

        if (resource is not ("credentials" or "profile" or "discovery"))
        {
            return StatusInfo.Of(StatusCodes.Status404NotFound, "not_found", "There is no such resource.");
        }

        request.HttpContext.Response.Headers[HeaderNames.Allow] = "GET, HEAD, OPTIONS";
        return StatusInfo.Of(StatusCodes.Status405MethodNotAllowed, "not_allowed", "This is an issuer: what it has can be read, and is changed by its certification system alone.");
    }
}
