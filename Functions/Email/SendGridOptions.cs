using System.ComponentModel.DataAnnotations;

namespace BadgeFunctions.Functions.Email;

/// <summary>SendGrid (section <c>SendGrid</c>).</summary>
public sealed class SendGridOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "SendGrid";

    /// <summary>An API key with Mail Send.</summary>
    [Required]
    public required string ApiKey { get; set; }

    /// <summary>The API's host.</summary>
    [Required]
    public required Uri Host { get; set; } = new("https://api.sendgrid.com");

    /// <summary>How long a call may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:02:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The verification keys of SendGrid's signed event webhook, base64 as SendGrid shows them; two while they are exchanged. Without
    /// one every event is refused, and bounces stay unknown.
    /// </summary>
    public IList<string> WebhookPublicKeys { get; set; } = [];

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Host is not (null or { IsAbsoluteUri: true, Scheme: "https" or "http" }))
        {
            yield return new ValidationResult($"{Section}:{nameof(Host)} must be an absolute http or https address.");
        }

        for (var i = 0; i < WebhookPublicKeys.Count; i++)
        {
            if (!SendGridSignature.IsPublicKey(WebhookPublicKeys[i]))
            {
                yield return new ValidationResult(
                    $"{Section}:{nameof(WebhookPublicKeys)}:{i} must be the base64 of an elliptic curve's public key.");
            }
        }
    }
}
