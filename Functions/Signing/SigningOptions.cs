using System.ComponentModel.DataAnnotations;

namespace BadgeFunctions.Functions.Signing;

/// <summary>The keys that sign links, sessions and forms (section <c>Signing</c>).</summary>
public sealed class SigningOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Signing";

    /// <summary>The base64 of at least 32 bytes each. The first signs; all verify, until a retired key is taken out.</summary>
    [Required]
    [MinLength(1)]
    public required IList<string> Keys { get; set; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (var i = 0; i < Keys?.Count; i++)
        {
            var buffer = new byte[Keys[i].Length];
            if (!Convert.TryFromBase64String(Keys[i], buffer, out var length) || length < 32)
            {
                yield return new ValidationResult($"{Section}:{nameof(Keys)}:{i} must be the base64 of at least 32 bytes.");
            }
        }
    }
}
