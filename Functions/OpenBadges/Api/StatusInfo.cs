using System.Text.Json.Nodes;

namespace BadgeFunctions.Functions.OpenBadges.Api;

/// <summary>Why a request of the Open Badges API was refused (Open Badges 3.0, appendix B, Imsx_StatusInfo).</summary>
internal static class StatusInfo
{
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">An <c>Imsx_CodeMinorFieldValue</c>.</param>
    /// <param name="description">For whoever makes the client.</param>
    public static IResult Of(int status, string code, string description) => TypedResults.Json(
        new JsonObject
        {
            ["imsx_codeMajor"] = "failure",
            ["imsx_severity"] = "error",
            ["imsx_description"] = description,
            ["imsx_codeMinor"] = new JsonObject
            {
                ["imsx_codeMinorField"] = new JsonArray(
                    new JsonObject { ["imsx_codeMinorFieldName"] = "TargetEndSystem", ["imsx_codeMinorFieldValue"] = code }),
            },
        },
        statusCode: status);
}
