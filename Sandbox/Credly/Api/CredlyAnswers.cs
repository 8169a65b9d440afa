namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>The API's answers: <c>{ "data": ..., "metadata": {} }</c>, and errors as the API words them.</summary>
internal static class CredlyAnswers
{
    public static IResult Data(object data, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(new { data, metadata = new { } }, CredlyJson.Options, statusCode: status);

    public static IResult Error(int status, string message) => Error(status, message, [], null);
    public static IResult NotFound() => Error(StatusCodes.Status404NotFound, "Resource not found");

    public static IResult Refused(string message, object? metadata = null) =>
        Error(StatusCodes.Status422UnprocessableEntity, message, [], metadata);

    /// <summary>Refuses with what is wrong with each attribute.</summary>
    public static IResult Invalid(params IReadOnlyList<AttributeError> errors) => Error(
        StatusCodes.Status422UnprocessableEntity,
        $"Validation failed: {string.Join(", ", errors.Select(error => $"{error.Label} {error.Message}"))}",
        errors,
        null);

    private static IResult Error(int status, string message, IReadOnlyList<AttributeError> errors, object? metadata)
    {
        var data = new Dictionary<string, object> { ["message"] = message };
        if (errors.Count > 0)
        {
            data["errors"] = errors.GroupBy(error => error.Attribute).Select(group => new
            {
                attribute = group.Key,
                attribute_label = group.First().Label,
                messages = group.Select(error => error.Message),
            });
        }

        return TypedResults.Json(new { data, metadata }, CredlyJson.Options, statusCode: status);
    }
}

/// <summary>What is wrong with one attribute.</summary>
internal sealed record AttributeError(string Attribute, string Message)
{
    /// <summary>The attribute as people read it: <c>Recipient email</c>.</summary>
    public string Label => $"{char.ToUpperInvariant(Attribute[0])}{Attribute[1..].Replace('_', ' ')}";
}
