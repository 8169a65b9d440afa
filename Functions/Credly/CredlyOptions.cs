using System.ComponentModel.DataAnnotations;

namespace BadgeFunctions.Functions.Credly;

/// <summary>Our organization on Credly (section <c>Credly</c>).</summary>
public sealed class CredlyOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Credly";

    /// <summary><c>https://api.credly.com/v1/</c> or <c>https://sandbox-api.credly.com/v1/</c>, with the slash at its end.</summary>
    [Required]
    public required Uri BaseAddress { get; set; }

    /// <summary>The organization's id.</summary>
    [Required]
    public required string OrganizationId { get; set; }

    /// <summary>The organization's authorization token: the user name of HTTP Basic, with an empty password.</summary>
    [Required]
    public required string AuthorizationToken { get; set; }

    /// <summary>How long one attempt of a call may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:02:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BaseAddress is { } address && !(IsHttp(address) && address.AbsolutePath.EndsWith('/')))
        {
            yield return new ValidationResult($"{Section}:{nameof(BaseAddress)} must be an absolute http or https address that ends with a slash.");
        }
    }
    private static bool IsHttp(Uri address) => address is { IsAbsoluteUri: true, Scheme: "https" or "http" };
}
