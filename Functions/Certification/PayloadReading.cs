using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Certification;

/// <summary>What came of reading a body: an event, or a status code and the errors.</summary>
internal sealed record PayloadReading(CertificationEvent? Event, int Status, IReadOnlyList<FieldError> Errors)
{
    public static PayloadReading Of(CertificationEvent told) => new(told, StatusCodes.Status202Accepted, []);

    public static PayloadReading NotJson(string reason) => new(null, StatusCodes.Status400BadRequest, [new FieldError("body", reason)]);

    public static PayloadReading Invalid(IReadOnlyList<FieldError> errors) => new(null, StatusCodes.Status422UnprocessableEntity, errors);
}
