namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>Errors as the API words them.</summary>
internal static class CredlyErrors
{
    public static IResult Unauthorized() => Answer(StatusCodes.Status401Unauthorized, "Unauthorized");

    public static IResult Forbidden() => Answer(StatusCodes.Status403Forbidden, "Forbidden");

    public static IResult TooManyRequests() => Answer(StatusCodes.Status429TooManyRequests, "Rate limit exceeded");

    public static IResult NotFound() => Answer(StatusCodes.Status404NotFound, "Resource not found");

    public static IResult NotJson() => Answer(StatusCodes.Status400BadRequest, "The request body is not valid JSON.");

    public static IResult Invalid(string message, params IEnumerable<AttributeError> errors) =>
        Answer(StatusCodes.Status422UnprocessableEntity, message, errors);

    private static IResult Answer(int status, string message, params IEnumerable<AttributeError> errors) => TypedResults.Json(
        new
        {
            data = new
            {
                message,
                errors = errors.GroupBy(error => error.Attribute).Select(group => new
                {
                    attribute = group.Key,
                    messages = group.Select(error => error.Message),
                }),
            },
        },
        statusCode: status);
}

/// <summary>What is wrong with one attribute.</summary>
internal sealed record AttributeError(string Attribute, string Message);
