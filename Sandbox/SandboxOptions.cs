namespace BadgeFunctions.Sandbox;

/// <summary>What the Sandbox and the app agree on.</summary>
internal sealed record SandboxOptions
{
    /// <summary>The key that the app sends mail with.</summary>
    public required string SendGridApiKey { get; init; }

    /// <summary>Our organization on the Credly stand-in.</summary>
    public required string CredlyOrganizationId { get; init; }

    /// <summary>Its authorization token.</summary>
    public required string CredlyToken { get; init; }

    /// <summary>The OAuth application of the organization.</summary>
    public string CredlyClientId { get; init; } = "sandbox-client";

    /// <summary>Its secret.</summary>
    public string CredlyClientSecret { get; init; } = "sandbox-client-secret";

    /// <summary>The secret that the certification system signs with, <c>whsec_</c> and base64.</summary>
    public required string WebhookSecret { get; init; }

    /// <summary>The key in the address of the app's Credly webhook.</summary>
    public required string FunctionKey { get; init; }

    /// <summary>Where the stand-ins keep what they know; null for nowhere.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Where the Sandbox listens; port 0 chooses one.</summary>
    public string Url { get; init; } = "http://127.0.0.1:0";
}
