namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>What the API answers when it did what was asked: <c>{ "data": ..., "metadata": {} }</c>.</summary>
internal static class CredlyAnswers
{
    public static IResult Data(object data, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(new { data, metadata = new { } }, CredlyJson.Options, statusCode: status);

    public static IResult Created(object data) => Data(data, StatusCodes.Status201Created);
}
