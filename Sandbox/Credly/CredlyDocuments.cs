namespace BadgeFunctions.Sandbox.Credly;

/// <summary>The stand-in's state as Credly's documents, attribute by attribute.</summary>
internal sealed class CredlyDocuments(Addresses addresses, SandboxOptions options, CredlyStandIn credly)
{
    public object Of(CredlyBadge badge) => new
    {
        id = badge.Id,
        state = badge.State,
        state_updated_at = badge.StateUpdatedAt,
        accept_badge_url = badge.State == CredlyBadgeState.Pending ? AcceptUrl(badge) : null,
        badge_url = PublicUrl(badge),
        image_url = ImageUrl(badge.Template),
        @public = badge.IsPublic,
        recipient_email = badge.RecipientEmail,
        issued_to = $"{badge.FirstName} {badge.LastName}",
        issued_to_first_name = badge.FirstName,
        issued_to_middle_name = badge.MiddleName,
        issued_to_last_name = badge.LastName,
        issuer_earner_id = badge.IssuerEarnerId,
        locale = badge.Locale,
        issued_at = badge.IssuedAt,
        expires_at = badge.ExpiresAt,
        created_at = badge.CreatedAt,
        updated_at = badge.StateUpdatedAt,
        revocation_reason = badge.RevocationReason,
        replacement_badge_id = badge.ReplacedBy,
        badge_template = Of(badge.Template),
        user = badge.State == CredlyBadgeState.Accepted && credly.AccountOf(badge.RecipientEmail) is { } owner ? Of(owner) : null,
    };

    public object Of(CredlyTemplate template) => new
    {
        id = template.Id,
        name = template.Name,
        description = template.Description,
        state = template.State,
        @public = true,
        image_url = ImageUrl(template),
        skills = template.Skills.Select(name => new { name }),
        badge_template_activities = new[] { new { title = template.Criteria } },
        allow_duplicate_badges = template.AllowsDuplicates,
        updated_at = template.UpdatedAt,
    };

    /// <summary>The organization itself.</summary>
    public object Organization() => new { id = options.CredlyOrganizationId, name = "The organization of this sandbox" };

    public object Of(CredlyEvent published) => new
    {
        id = published.Id,
        organization_id = options.CredlyOrganizationId,
        event_type = published.EventType,
        occurred_at = published.OccurredAt,
        badge = (published.Deleted ?? credly.Badge(published.BadgeId)) is { } badge ? Of(badge) : null,
        badge_template = (published.DeletedTemplate ?? credly.Template(published.TemplateId ?? "")) is { } template ? Of(template) : null,
    };

    public string AcceptUrl(CredlyBadge badge) => $"{addresses.Sandbox}/credly/badges/{badge.Id}/accept?token={badge.AcceptToken}";

    public string PublicUrl(CredlyBadge badge) => $"{addresses.Sandbox}/credly/badges/{badge.Id}";

    private static object Of(CredlyAccount account) => new
    {
        id = account.Id,
        email = account.Emails[0],
        first_name = account.FirstName,
        last_name = account.LastName,
    };

    private string ImageUrl(CredlyTemplate template) => $"{addresses.Sandbox}{template.ImagePath}";
}
