namespace BadgeFunctions.Functions.Web;

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Field">The field's path (<c>data.member.email</c>) or the header's name.</param>
/// <param name="Reason">Why it is refused.</param>
public sealed record FieldError(string Field, string Reason);
