namespace BadgeFunctions.Functions.Web;

/// <summary>Problem details (RFC 9457) of the APIs.</summary>
internal static class Problems
{
    /// <summary>A problem whose <c>errors</c> name each field and why it was refused.</summary>
    public static IResult OfFields(int status, string detail, IEnumerable<FieldError> errors) =>
        TypedResults.Problem(
            detail, statusCode: status, extensions: [new KeyValuePair<string, object?>("errors", errors.ToArray())]);

    /// <summary>A problem about the whole request.</summary>
    public static IResult Of(int status, string detail) => TypedResults.Problem(detail, statusCode: status);

    /// <summary>503 with <c>Retry-After</c>: the request was not carried out, and is to be sent again.</summary>
    public static IResult NotNow(HttpRequest request, string detail)
    {
        request.HttpContext.Response.Headers.RetryAfter = "30";
        return Of(StatusCodes.Status503ServiceUnavailable, detail);
    }
}

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Field">The field's path (<c>data.member.email</c>) or the header's name.</param>
/// <param name="Reason">Why it is refused.</param>
public sealed record FieldError(string Field, string Reason);
