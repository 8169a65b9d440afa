using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;

namespace BadgeFunctions.Functions.OpenBadges.Api;

/// <summary>Why a request was refused (RFC 6749, 5.2; RFC 7591, 3.2.2).</summary>
/// <param name="Error">The code.</param>
/// <param name="Description">For whoever makes the client; ASCII without quotes and backslashes.</param>
internal sealed record OAuthError(string Error, string Description);

/// <summary>Answers of the endpoints that programs call: JSON that nobody keeps, also for pages of other sites.</summary>
internal static class OAuthAnswers
{
    /// <summary>Sets the headers of every answer, also of one that only says what a page of another site may do (Fetch Standard, 3.3).</summary>
    public static void Open(HttpRequest request)
    {
        var headers = request.HttpContext.Response.Headers;
        headers[HeaderNames.AccessControlAllowOrigin] = "*";
        headers[HeaderNames.AccessControlAllowHeaders] = "Authorization, Content-Type";
        headers[HeaderNames.CacheControl] = "no-store";
        headers[HeaderNames.XContentTypeOptions] = "nosniff";
    }

    /// <summary>The answer that says no.</summary>
    public static IResult Refuse(string error, string description, int status = StatusCodes.Status400BadRequest) => Refuse(new OAuthError(error, description), status);

    /// <inheritdoc cref="Refuse(string, string, int)"/>
    public static IResult Refuse(OAuthError error, int status = StatusCodes.Status400BadRequest) => TypedResults.Json(
        new JsonObject { ["error"] = error.Error, ["error_description"] = error.Description }, statusCode: status);
}
