namespace BadgeFunctions.Functions.Credly;

/// <summary>The envelope of every answer: <c>{ "data": ..., "metadata": ... }</c>.</summary>
internal sealed record CredlyData<T>(T? Data);

/// <summary>A badge to be issued. Source: credly.com/docs/issued_badges, "Issue a badge".</summary>
internal sealed record CredlyBadgeRequest(
    string RecipientEmail,
    string IssuedToFirstName,
    string IssuedToLastName,
    string BadgeTemplateId,
    string IssuedAt,
    string? ExpiresAt,
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
    DateTimeOffset? StateUpdatedAt);

/// <summary>An event of the organization's feed. Source: credly.com/docs/webhooks.</summary>
internal sealed record CredlyEvent(string Id, string EventType, CredlyEventBadge? Badge);

/// <summary>The badge that an event is about.</summary>
internal sealed record CredlyEventBadge(string Id, string? IssuerEarnerId);
