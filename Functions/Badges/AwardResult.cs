using System.Text.Json.Serialization;

namespace BadgeFunctions.Functions.Badges;

/// <summary>What came of an exam, an interview or whatever else led to an award. Private: pages show it to its member alone. Source: Open Badges 3.0, B.1.16 Result.</summary>
/// <param name="Name">What was assessed; no two results of an award have the same name.</param>
/// <param name="Value">The mark, score or grade; null when there is only a status.</param>
/// <param name="Type">What kind of value it is.</param>
/// <param name="Status">Where it stands; null when nobody says. There for the type <see cref="ResultType.Status"/>.</param>
public sealed record AwardResult(string Name, string? Value, ResultType Type, ResultStatus? Status);

/// <summary>The kinds of results. As text in JSON. Source: Open Badges 3.0, ResultType Enumeration.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ResultType>))]
public enum ResultType
{
    /// <summary>A generic result.</summary>
    Result,

    /// <summary>A grade point average.</summary>
    GradePointAverage,

    /// <summary>A letter grade.</summary>
    LetterGrade,

    /// <summary>A percentage.</summary>
    Percent,

    /// <summary>A level of performance.</summary>
    PerformanceLevel,

    /// <summary>A predicted score.</summary>
    PredictedScore,

    /// <summary>A raw score.</summary>
    RawScore,

    /// <summary>A criterion of a rubric.</summary>
    RubricCriterion,

    /// <summary>A level of a criterion of a rubric.</summary>
    RubricCriterionLevel,

    /// <summary>A score by a rubric.</summary>
    RubricScore,

    /// <summary>A scaled score.</summary>
    ScaledScore,

    /// <summary>No value: the status says it.</summary>
    Status,
}

/// <summary>Where an achievement stands. As text in JSON. Source: Open Badges 3.0, ResultStatusType Enumeration.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ResultStatus>))]
public enum ResultStatus
{
    /// <summary>Completed with success.</summary>
    Completed,

    /// <summary>Enrolled in.</summary>
    Enrolled,

    /// <summary>Not passed.</summary>
    Failed,

    /// <summary>Begun, and not completed.</summary>
    InProgress,

    /// <summary>Interrupted.</summary>
    OnHold,

    /// <summary>Completed, and not yet confirmed.</summary>
    Provisional,

    /// <summary>Given up.</summary>
    Withdrew,
}

/// <summary>Results in the words that their member reads. Pure.</summary>
internal static class ResultWords
{
    /// <summary>The value, the status, or both.</summary>
    public static string Of(AwardResult result) =>
        string.Join(", ", new[] { ValueOf(result), result.Status is { } status ? StatusOf(status) : null }.OfType<string>());

    private static string? ValueOf(AwardResult result) => result switch
    {
        { Type: ResultType.Percent, Value: [.., >= '0' and <= '9'] percent } => $"{percent}%",
        _ => result.Value,
    };

    private static string StatusOf(ResultStatus status) => status switch
    {
        ResultStatus.Completed => L("Completed"),
        ResultStatus.Enrolled => L("Enrolled"),
        ResultStatus.Failed => L("Failed"),
        ResultStatus.InProgress => L("In progress"),
        ResultStatus.OnHold => L("On hold"),
        ResultStatus.Provisional => L("Provisional"),
        _ => L("Withdrew"),
    };
}
