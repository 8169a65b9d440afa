using System.Text.Json.Serialization;
using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>
/// What an activity tells the workflow. A failure that the workflow decides on is a result, never an exception: exception types
/// do not survive the way from an activity to its orchestrator.
/// </summary>
/// <param name="Status">Done or not.</param>
/// <param name="State">The badge's state after the step.</param>
/// <param name="RetryAfter">How long the other side asked us to wait.</param>
public sealed record StepResult(StepStatus Status, BadgeState State, TimeSpan? RetryAfter = null)
{
    /// <summary>The step is done.</summary>
    public static StepResult Done(BadgeState state) => new(StepStatus.Done, state);
}

/// <summary>How a step can end.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StepStatus>))]
public enum StepStatus
{
    /// <summary>Done, or nothing was left to do.</summary>
    Done,

    /// <summary>Not done; trying again soon may help.</summary>
    TryLater,

    /// <summary>Refused: somebody has to put something right first.</summary>
    Blocked,
}
