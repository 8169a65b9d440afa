using System.ComponentModel.DataAnnotations;

namespace BadgeFunctions.Functions.Credly;

/// <summary>Our organization on Credly (section <c>Credly</c>).</summary>
public sealed class CredlyOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Credly";

    /// <summary><c>https://api.credly.com/v1/</c> or <c>https://sandbox-api.credly.com/v1/</c>, with the slash at its end.</summary>
    public Uri BaseAddress { get; set; } = new("https://api.credly.com/v1/");

    /// <summary>The organization's id; empty for a body that has no account on Credly.</summary>
    public string OrganizationId { get; set; } = "";

    /// <summary>Whether there is an account on Credly at all.</summary>
    public bool IsSetUp => OrganizationId.Length > 0;

    /// <summary>The organization's authorization token: the user name of HTTP Basic, with an empty password.</summary>
    public string? AuthorizationToken { get; set; }

    /// <summary>The id of the OAuth application that Credly has set up for the organization; instead of the authorization token.</summary>
    public string? ClientId { get; set; }

    /// <summary>The OAuth application's secret.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>Where OAuth access tokens come from; null for where those of <see cref="BaseAddress"/> do.</summary>
    public Uri? TokenAddress { get; set; }

    /// <summary><see cref="TokenAddress"/>, or what the environment's is. Source: credly.com/docs/oauth; the sandbox's is assumed.</summary>
    internal Uri EffectiveTokenAddress => TokenAddress
        ?? new Uri(BaseAddress.Host is "sandbox-api.credly.com" ? "https://sandbox.credly.com/oauth/token" : "https://www.credly.com/oauth/token");

    /// <summary>
    /// How many requests a second each instance sends at most; null for no limit of our own. Credly documents no number: it is what the
    /// organization has agreed with it, divided by the number of instances.
    /// </summary>
    [Range(1, 1000)]
    public int? RequestsPerSecond { get; set; }

    /// <summary>How long a call waits for its turn under <see cref="RequestsPerSecond"/>; beyond that the workflow waits instead.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long one attempt of a call may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:02:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsSetUp)
        {
            if (!string.IsNullOrEmpty(AuthorizationToken) || !string.IsNullOrEmpty(ClientId))
            {
                yield return new ValidationResult($"{Section}:{nameof(OrganizationId)} is missing.");
            }

            yield break;
        }

        if (BaseAddress is { } address && !(IsHttp(address) && address.AbsolutePath.EndsWith('/')))
        {
            yield return new ValidationResult($"{Section}:{nameof(BaseAddress)} must be an absolute http or https address that ends with a slash.");
        }

        if (TokenAddress is { } tokens && !IsHttp(tokens))
        {
            yield return new ValidationResult($"{Section}:{nameof(TokenAddress)} must be an absolute http or https address.");
        }

        if (string.IsNullOrEmpty(AuthorizationToken) == string.IsNullOrEmpty(ClientId))
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(AuthorizationToken)} or {Section}:{nameof(ClientId)} with {Section}:{nameof(ClientSecret)} is needed, and not both.");
        }

        if (string.IsNullOrEmpty(ClientId) != string.IsNullOrEmpty(ClientSecret))
        {
            yield return new ValidationResult($"{Section}:{nameof(ClientId)} and {Section}:{nameof(ClientSecret)} belong together.");
        }
    }

    private static bool IsHttp(Uri address) => address is { IsAbsoluteUri: true, Scheme: "https" or "http" };
}
