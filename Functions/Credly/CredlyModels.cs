namespace BadgeFunctions.Functions.Credly;

/// <summary>The envelope of every answer: <c>{ "data": ..., "metadata": ... }</c>.</summary>
internal sealed record CredlyData<T>(T? Data);

/// <summary>The envelope of a list.</summary>
internal sealed record CredlyList<T>(IReadOnlyList<T>? Data, CredlyListMetadata? Metadata);

/// <summary>Where in a list a page is. Source: credly.com/docs/web_service_api, "Pagination".</summary>
internal sealed record CredlyListMetadata(int? CurrentPage, int? TotalPages, Uri? NextPageUrl);

/// <summary>A page of a list.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="IsLast">Whether no page follows.</param>
internal sealed record CredlyPage<T>(IReadOnlyList<T> Items, bool IsLast)
{
    public static CredlyPage<T> Of(IReadOnlyList<T> items, CredlyListMetadata? metadata) => new(
        items, items.Count == 0 || metadata?.NextPageUrl is null && !(metadata?.CurrentPage < metadata?.TotalPages));
}

/// <summary>Which badges are listed, and in which order. Source: credly.com/docs/issued_badges, "Get issued badges".</summary>
internal sealed record CredlyBadgeQuery
{
    /// <summary>Of this template.</summary>
    public string? BadgeTemplateId { get; init; }

    /// <summary>Issued to this address.</summary>
    public string? RecipientEmail { get; init; }

    /// <summary>Issued to this address, or to another one of its owner's account.</summary>
    public string? RecipientEmailAll { get; init; }

    /// <summary>The attribute to sort by; a minus before it means the last first.</summary>
    public string? Sort { get; init; }

    public string ToQuery()
    {
        (string Name, string? Value)[] filters =
        [
            ("badge_template_id", BadgeTemplateId), ("recipient_email", RecipientEmail), ("recipient_email_all", RecipientEmailAll),
        ];
        var filter = string.Join('|', filters.Where(one => one.Value is not null).Select(one => $"{one.Name}::{one.Value}"));
        (string Name, string? Value)[] parameters = [("filter", filter), ("sort", Sort)];
        return string.Concat(parameters
            .Where(one => !string.IsNullOrEmpty(one.Value))
            .Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value!)}&"));
    }
}

/// <summary>The organization, as far as we use it.</summary>
internal sealed record CredlyOrganization(string Id, string? Name);

/// <summary>The body of "Revoke a badge".</summary>
internal sealed record CredlyRevocation(string Reason, bool SuppressRevokeNotificationEmail);

/// <summary>A badge to be issued. Source: credly.com/docs/issued_badges, "Issue a badge".</summary>
internal sealed record CredlyBadgeRequest(
    string RecipientEmail,
    string IssuedToFirstName,
    string IssuedToLastName,
    string BadgeTemplateId,
    string IssuedAt,
    CredlyExpiry ExpiresAt,
    string IssuerEarnerId,
    string Locale,
    bool SuppressBadgeNotificationEmail,
    IReadOnlyList<CredlyEvidence>? Evidence);

/// <summary>Evidence as an address.</summary>
internal sealed record CredlyEvidence(string Type, string Value, string Name);

/// <summary>A badge as Credly answers it: what we use of it. Attributes that we do not know are ignored.</summary>
internal sealed record CredlyBadge(
    string Id,
    string State,
    Uri? AcceptBadgeUrl,
    Uri? BadgeUrl,
    Uri? ImageUrl,
    string? IssuerEarnerId,
    DateTimeOffset? StateUpdatedAt)
{
    /// <summary>Whether its page can be seen by anybody; not said while nobody has accepted it.</summary>
    public bool? Public { get; init; }

    /// <summary>Why it was revoked.</summary>
    public string? RevocationReason { get; init; }

    /// <summary>The badge that was put in its place.</summary>
    public string? ReplacementBadgeId { get; init; }
}

/// <summary>An event of the organization's feed. Source: credly.com/docs/webhooks.</summary>
internal sealed record CredlyEvent(string Id, string EventType, DateTimeOffset? OccurredAt, CredlyEventBadge? Badge)
{
    /// <summary>The template that it is about.</summary>
    public CredlyEventTemplate? BadgeTemplate { get; init; }
}

/// <summary>The badge that an event is about.</summary>
internal sealed record CredlyEventBadge(string Id, string? IssuerEarnerId);

/// <summary>The template that an event is about.</summary>
internal sealed record CredlyEventTemplate(string Id);
