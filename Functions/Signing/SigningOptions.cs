using System.ComponentModel.DataAnnotations;

namespace BadgeFunctions.Functions.Signing;

/// <summary>The keys that sign links, sessions and forms, and of the digests of addresses (section <c>Signing</c>).</summary>
public sealed class SigningOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Signing";

    /// <summary>The base64 of at least 32 bytes each. The first signs; all verify, until a retired key is taken out.</summary>
    [Required]
    [MinLength(1)]
    public required IList<string> Keys { get; set; }

    /// <summary>
    /// The base64 of at least 32 bytes: the key of the digests that stand for e-mail addresses in tables and links, and of the public pages'
    /// addresses. It is for good: under another key no address leads to its members, and no page that was shared is there any more.
    /// </summary>
    [Required]
    public required string AddressKey { get; set; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (var i = 0; i < Keys?.Count; i++)
        {
            if (!IsKey(Keys[i]))
            {
                yield return new ValidationResult($"{Section}:{nameof(Keys)}:{i} must be the base64 of at least 32 bytes.");
            }
        }

        if (AddressKey is { } key && !IsKey(key))
        {
            yield return new ValidationResult($"{Section}:{nameof(AddressKey)} must be the base64 of at least 32 bytes.");
        }
    }

    private static bool IsKey(string text) => Convert.TryFromBase64String(text, new byte[text.Length], out var length) && length >= 32;
}
