using System.ComponentModel.DataAnnotations;
using BadgeFunctions.Functions.Signing;

namespace BadgeFunctions.Functions.Certification;

/// <summary>What is agreed with the certification system (section <c>Awards</c>).</summary>
public sealed class AwardsOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Awards";

    /// <summary>The live webhook secrets, each <c>whsec_</c> and the base64 of 24 to 64 bytes: two during a rotation.</summary>
    [Required]
    [MinLength(1)]
    public required IList<string> WebhookSecrets { get; set; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (var i = 0; i < WebhookSecrets?.Count; i++)
        {
            if (!WebhookSecret.TryRead(WebhookSecrets[i], out _))
            {
                yield return new ValidationResult(
                    $"{Section}:{nameof(WebhookSecrets)}:{i} must be 'whsec_' and the base64 of 24 to 64 bytes.");
            }
        }
    }
}
