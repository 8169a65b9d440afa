namespace BadgeFunctions.Sandbox;

/// <summary>What the Sandbox and the app agree on.</summary>
internal sealed record SandboxOptions
{
    public required string SendGridApiKey { get; init; }
    public required string CredlyOrganizationId { get; init; }

    public required string CredlyToken { get; init; }
    public string CredlyClientId { get; init; } = "sandbox-client";
    public string CredlyClientSecret { get; init; } = "sandbox-client-secret";

    /// <summary>The secret that the certification system signs with, <c>whsec_</c> and base64.</summary>
    public required string WebhookSecret { get; init; }

    /// <summary>The secret that the app signs callbacks with, <c>whsec_</c> and base64.</summary>
    public required string CallbackSecret { get; init; }

    /// <summary>The key in the address of the app's Credly webhook.</summary>
    public required string CredlyFunctionKey { get; init; }

    /// <summary>The key that the certification system asks where a badge stands with.</summary>
    public required string CertificationFunctionKey { get; init; }

    /// <summary>Where the stand-ins keep what they know; null for nowhere.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Where the Sandbox listens; port 0 chooses one.</summary>
    public string Url { get; init; } = "http://127.0.0.1:0";
}

/// <summary>Where the Sandbox and the app are, without a slash at the end; known only once both listen.</summary>
internal sealed class Addresses
{
    public string Sandbox { get; set; } = "";
    public string App { get; set; } = "";
}
