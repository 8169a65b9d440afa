using System.ComponentModel.DataAnnotations;

namespace BadgeFunctions.Functions.Badges;

/// <summary>How long and how often members are asked to claim (section <c>Claims</c>).</summary>
public sealed class ClaimOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Claims";

    /// <summary>How long after its award a badge can be claimed.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromDays(365);

    /// <summary>How long after the award each reminder is sent, in ascending order; none may come after the window.</summary>
    public IList<TimeSpan> Reminders { get; set; } = [];

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Window <= TimeSpan.Zero)
        {
            yield return new ValidationResult($"{Section}:{nameof(Window)} must be longer than nothing.");
        }

        if (Reminders.Any(after => after <= TimeSpan.Zero || after >= Window) || !Reminders.SequenceEqual(Reminders.Order()))
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(Reminders)} must be in ascending order, within {Section}:{nameof(Window)}.");
        }
    }
}
