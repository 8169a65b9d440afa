using BadgeFunctions.Sandbox.State;

namespace BadgeFunctions.Sandbox.Credly;

/// <summary>What the organization has entered about itself. Source: credly.com/docs/organizations.</summary>
internal sealed class CredlyOrganization(Addresses addresses, SandboxOptions options, StateFile state, TimeProvider clock)
{
    private const string WebhookUrlAttribute = "webhook_url";
    private const string AllowedWebhooksAttribute = "allowed_webhooks";

    private readonly Lock _lock = new();
    private readonly Kept<string, string?> _attributes = state.Open<string, string?>("credly-organization", new Dictionary<string, string?>
    {
        ["name"] = "The organization of this sandbox",
        ["vanity_slug"] = "sandbox",
        ["website_url"] = "https://www.example.com/",
        ["contact_email"] = "info@example.com",
    });

    private readonly Kept<string, IReadOnlyList<string>> _lists = state.Open<string, IReadOnlyList<string>>("credly-organization-lists");

    /// <summary>What an organization can change of itself, as text.</summary>
    public static IReadOnlyList<string> Attributes { get; } =
    [
        "name", "website_url", WebhookUrlAttribute, "contact_email", "technical_contact_email", "zip_or_postal_code", "organization_type", "bio",
        "twitter_url", "vanity_slug", "facebook_url", "linked_in_url", "city", "address", "primary_hex_color", "support_email", "support_url",
        "linkedin_a2p_url", "country", "state_or_province",
    ];

    public string Id => options.CredlyOrganizationId;

    public string Name => this["name"] ?? "";

    public string VanitySlug => this["vanity_slug"] ?? "";

    public DateTimeOffset CreatedAt { get; } = new(2021, 1, 4, 9, 0, 0, TimeSpan.Zero);

    public DateTimeOffset UpdatedAt { get; private set; } = new(2021, 1, 4, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Where events are delivered to: the app, until another address is entered; null for nowhere.</summary>
    public Uri? WebhookUrl => this[WebhookUrlAttribute] is { Length: > 0 } url ? new Uri(url) : null;

    /// <summary>The types of events that are delivered. Assumed: without any, all are.</summary>
    public IReadOnlyList<string> AllowedWebhooks => _lists.GetValueOrDefault(AllowedWebhooksAttribute) ?? [];

    public string? this[string attribute]
    {
        get
        {
            lock (_lock)
            {
                return _attributes.TryGetValue(attribute, out var value) ? value
                    : attribute == WebhookUrlAttribute ? $"{addresses.App}/webhooks/credly?code={Uri.EscapeDataString(options.FunctionKey)}"
                    : null;
            }
        }
    }

    public bool Wants(string eventType) => AllowedWebhooks is { Count: 0 } || AllowedWebhooks.Contains(eventType);

    /// <summary>Changes what is given.</summary>
    public void Change(IReadOnlyDictionary<string, string?> attributes, IReadOnlyList<string>? allowedWebhooks)
    {
        lock (_lock)
        {
            foreach (var (name, value) in attributes)
            {
                _attributes[name] = value;
            }

            _lists[AllowedWebhooksAttribute] = allowedWebhooks ?? AllowedWebhooks;
            UpdatedAt = clock.GetUtcNow();
        }
    }
}
