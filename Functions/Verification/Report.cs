using System.Text.Json.Serialization;

namespace BadgeFunctions.Functions.Verification;

/// <summary>What came of checking a credential: each check is a line of its own.</summary>
/// <param name="Checks">The checks, in the order in which they are told.</param>
public sealed record Report(IReadOnlyList<Check> Checks)
{
    /// <summary>What the credential says; null when nothing of it can be shown.</summary>
    public Summary? Summary { get; init; }

    /// <summary>All of it together: one that failed decides, and what could not be checked leaves it open.</summary>
    public CheckResult Result =>
        Checks.Any(check => check.Result is CheckResult.Failed) ? CheckResult.Failed
        : Checks.Any(check => check.Result is CheckResult.NotChecked) ? CheckResult.NotChecked
        : CheckResult.Passed;
}

/// <summary>One check.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="Result">How it went.</param>
/// <param name="Explanation">What that means, in a sentence.</param>
public sealed record Check(CheckName Name, CheckResult Result, string Explanation);

/// <summary>The checks. In JSON: <c>signature</c>, <c>issuer</c>, <c>dates</c>, <c>status</c>, <c>recipient</c>, <c>platform</c>.</summary>
[JsonConverter(typeof(CamelCaseConverter<CheckName>))]
public enum CheckName
{
    /// <summary>Whether it is as it was signed.</summary>
    Signature,

    /// <summary>Whether the certification body issued it.</summary>
    Issuer,

    /// <summary>Whether it is valid today.</summary>
    Dates,

    /// <summary>Whether it was revoked, suspended or replaced.</summary>
    Status,

    /// <summary>Whether it is about the person of an e-mail address.</summary>
    Recipient,

    /// <summary>What the platform says on which the badge was issued.</summary>
    Platform,
}

/// <summary>How a check went. In JSON: <c>passed</c>, <c>failed</c>, <c>notChecked</c>.</summary>
[JsonConverter(typeof(CamelCaseConverter<CheckResult>))]
public enum CheckResult
{
    /// <summary>It is as it should be.</summary>
    Passed,

    /// <summary>It is not.</summary>
    Failed,

    /// <summary>That could not be found out here.</summary>
    NotChecked,
}

/// <summary>What a credential says, as it is shown: nothing of it is true unless the checks say so.</summary>
/// <param name="Name">The badge.</param>
/// <param name="RecipientName">Who earned it; null where it is not said.</param>
/// <param name="Issuer">Who issued it.</param>
public sealed record Summary(string Name, string? RecipientName, string Issuer);

/// <summary>Enum values in JSON as <c>camelCase</c>.</summary>
public sealed class CamelCaseConverter<TEnum>() : JsonStringEnumConverter<TEnum>(System.Text.Json.JsonNamingPolicy.CamelCase)
    where TEnum : struct, Enum;
