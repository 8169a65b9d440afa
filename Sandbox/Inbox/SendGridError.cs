namespace BadgeFunctions.Sandbox.Inbox;

/// <summary>An error as SendGrid words it.</summary>
internal sealed record SendGridError(string Message, string? Field = null, string? Help = null)
{
    /// <summary>The answer <c>{ "errors": [...] }</c>.</summary>
    public static IResult Answer(int status, params IEnumerable<SendGridError> errors) =>
        TypedResults.Json(new { errors }, statusCode: status);
}
