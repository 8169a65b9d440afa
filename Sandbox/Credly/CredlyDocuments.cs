using BadgeFunctions.Sandbox.Credly.Api.Organizations;
using BadgeFunctions.Sandbox.Credly.Api.Templates;

namespace BadgeFunctions.Sandbox.Credly;

/// <summary>Issued badges as Credly's documents, attribute by attribute. Source: credly.com/docs/issued_badges.</summary>
internal sealed class CredlyDocuments(
    CredlyLinks links, CredlyStandIn credly, OrganizationDocuments organizations, TemplateDocuments templates)
{
    public Dictionary<string, object?> Of(CredlyBadge badge)
    {
        var template = credly.TemplateOf(badge);
        var document = new Dictionary<string, object?>
        {
            ["user"] = UserOf(badge),
            ["created_by"] = organizations.Creator(),
            ["issuer"] = organizations.Issuer(),
            ["printing_enabled"] = false,
            ["print_method"] = null,
            ["badge_template"] = templates.Of(template),
            ["id"] = badge.Id,
            ["issued_to"] = IssuedTo(badge),
            ["issued_to_first_name"] = badge.FirstName,
            ["issued_to_middle_name"] = badge.MiddleName,
            ["issued_to_last_name"] = badge.LastName,
            ["issuer_earner_id"] = badge.IssuerEarnerId,
            ["locale"] = badge.Locale,
            ["public"] = !badge.IsHidden,
            ["recipient_email"] = badge.RecipientEmail,
            ["replacement_badge_id"] = badge.ReplacedBy,
            ["replaces_badge_id"] = badge.Replaces,
            ["revocation_reason"] = badge.RevocationReason,
            ["state"] = badge.State,
            ["suppress_badge_notification_email"] = badge.SuppressesNotification,
            ["updated_at"] = badge.UpdatedAt,
            ["country"] = badge.CountryName,
            ["country_code"] = CredlyCountries.CodeOf(badge.CountryName),
            ["state_or_province"] = badge.StateOrProvince,
            ["created_at"] = badge.CreatedAt,
            ["expires_at"] = badge.ExpiresAt,
            ["expires_at_date"] = Day(badge.ExpiresAt),
            ["issued_at"] = badge.IssuedAt,
            ["issued_at_date"] = Day(badge.IssuedAt),
            ["state_updated_at"] = badge.StateUpdatedAt,
            ["image"] = templates.Image(template),
            ["image_url"] = links.Image(template),
            ["alignments"] = template.Alignments.Select(one => new { name = one.Name, description = one.Description }),
            ["evidence"] = badge.Evidence.Select(one => new
            {
                id = one.Id,
                type = one.Type,
                name = one.Name,
                description = one.Description,
                value = one.Value,
            }),
        };
        AddPages(document, badge);
        return document;
    }

    /// <summary>A badge as the search in bulk tells it with <c>badge_format=minimal</c>.</summary>
    public object Brief(CredlyBadge badge) => new
    {
        id = badge.Id,
        issued_to = IssuedTo(badge),
        issued_to_first_name = badge.FirstName,
        issued_to_last_name = badge.LastName,
        issuer_earner_id = badge.IssuerEarnerId,
        @public = !badge.IsHidden,
        recipient_email = badge.RecipientEmail,
        state = badge.State,
        badge_url = badge.State == CredlyBadgeState.Accepted ? PublicUrl(badge) : null,
        updated_at = badge.UpdatedAt,
        created_at = badge.CreatedAt,
        expires_at = badge.ExpiresAt,
        issued_at = badge.IssuedAt,
        state_updated_at = badge.StateUpdatedAt,
        badge_template = new { id = badge.Template.Id, name = credly.TemplateOf(badge).Name },
        user = new { id = credly.AccountOf(badge.RecipientEmail)?.Id },
    };

    public string AcceptUrl(CredlyBadge badge) => links.Accept(badge);

    public string PublicUrl(CredlyBadge badge) => links.Public(badge);

    private static string IssuedTo(CredlyBadge badge) =>
        string.Join(' ', new[] { badge.FirstName, badge.MiddleName, badge.LastName }.Where(name => !string.IsNullOrEmpty(name)));

    private static string? Day(DateTimeOffset? instant) => instant?.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    // A page that is not there is not named, not even as null.
    private void AddPages(Dictionary<string, object?> document, CredlyBadge badge)
    {
        if (badge.State == CredlyBadgeState.Pending)
        {
            document["accept_badge_url"] = AcceptUrl(badge);
        }
        else if (badge.State == CredlyBadgeState.Accepted)
        {
            document["badge_url"] = PublicUrl(badge);
        }
    }

    // Without an account there is an empty user.
    private object UserOf(CredlyBadge badge) => credly.AccountOf(badge.RecipientEmail) is not { } account ? new { } : new
    {
        id = account.Id,
        email = account.Emails[0],
        first_name = account.FirstName,
        last_name = account.LastName,
        current_position_name = (string?)null,
        current_organization_name = (string?)null,
        confirmed = true,
        photo = (string?)null,
        photo_url = (string?)null,
        url = links.User(account),
    };
}
