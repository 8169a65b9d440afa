namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>Errors as the API words them.</summary>
internal static class CredlyErrors
{
    public static IResult Unauthorized() => Answer(StatusCodes.Status401Unauthorized, "Unauthorized");

    public static IResult Forbidden() => Answer(StatusCodes.Status403Forbidden, "Forbidden");

    public static IResult TooManyRequests() => Answer(StatusCodes.Status429TooManyRequests, "Rate limit exceeded");

    public static IResult NotFound() => Answer(StatusCodes.Status404NotFound, "Resource not found");

    public static IResult NotReadable() => Answer(StatusCodes.Status400BadRequest, "The request body is not valid JSON.");

    /// <summary>Refuses with nothing but a sentence.</summary>
    public static IResult Refused(string message, object? metadata = null) =>
        Answer(StatusCodes.Status422UnprocessableEntity, message, metadata: metadata);

    /// <summary>Refuses with what is wrong with each attribute.</summary>
    public static IResult Invalid(params IReadOnlyList<AttributeError> errors) =>
        Invalid(AttributeError.Sentence(errors), errors);

    public static IResult Invalid(string message, IReadOnlyList<AttributeError> errors) =>
        Answer(StatusCodes.Status422UnprocessableEntity, message, errors);

    /// <summary>Refuses a batch for one of its items, counted from 0.</summary>
    public static IResult InvalidAt(int index, string message, IReadOnlyList<AttributeError> errors) =>
        Answer(StatusCodes.Status422UnprocessableEntity, message, errors, index);

    private static IResult Answer(
        int status, string message, IReadOnlyList<AttributeError>? errors = null, int? index = null, object? metadata = null)
    {
        var data = new Dictionary<string, object> { ["message"] = message };
        if (errors is { Count: > 0 })
        {
            data["errors"] = errors.GroupBy(error => error.Attribute).Select(group => new
            {
                attribute = group.Key,
                attribute_label = group.First().Label,
                messages = group.Select(error => error.Message),
            });
        }

        if (index is { } number)
        {
            data["error_index"] = number;
        }

        return TypedResults.Json(new { data, metadata }, CredlyJson.Options, statusCode: status);
    }
}
