using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Awards;

/// <summary>What came of reading a body: an award, or a status code and the errors.</summary>
internal sealed record AwardReading(Award? Award, int Status, IReadOnlyList<FieldError> Errors)
{
    public static AwardReading Of(Award award) => new(award, StatusCodes.Status202Accepted, []);

    public static AwardReading NotJson(string reason) => new(null, StatusCodes.Status400BadRequest, [new FieldError("body", reason)]);

    public static AwardReading Invalid(IReadOnlyList<FieldError> errors) => new(null, StatusCodes.Status422UnprocessableEntity, errors);
}
