using System.ComponentModel.DataAnnotations;

namespace BadgeFunctions.Functions.Workflow;

/// <summary>How long ended orchestrations are kept (section <c>Workflows</c>).</summary>
public sealed class WorkflowRetentionOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Workflows";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <summary>How long those are kept that completed or were terminated.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long those are kept that failed, and that somebody may still have to look at.</summary>
    public TimeSpan FailedRetention { get; set; } = TimeSpan.FromDays(180);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Retention <= TimeSpan.Zero || Retention > Longest)
        {
            yield return new ValidationResult($"{Section}:{nameof(Retention)} must be longer than nothing and at most {Longest.Days} days.");
        }

        if (FailedRetention < Retention || FailedRetention > Longest)
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(FailedRetention)} must be at least {Section}:{nameof(Retention)} and at most {Longest.Days} days.");
        }
    }
}
