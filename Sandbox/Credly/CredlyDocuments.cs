using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BadgeFunctions.Sandbox.Credly.Api;

namespace BadgeFunctions.Sandbox.Credly;

/// <summary>
/// What the stand-in knows, as Credly's documents, attribute by attribute. Source: credly.com/docs/issued_badges, badge_templates,
/// organizations, webhooks and authorization_tokens.
/// </summary>
internal sealed class CredlyDocuments(CredlyLinks links, CredlyStandIn credly)
{
    private static readonly DateTimeOffset Founded = new(2021, 1, 4, 9, 0, 0, TimeSpan.Zero);

    private static readonly IReadOnlyDictionary<string, string> CountryCodes = CultureInfo.GetCultures(CultureTypes.SpecificCultures)
        .Select(culture => new RegionInfo(culture.Name))
        .Where(region => region.TwoLetterISORegionName.All(char.IsAsciiLetter))
        .DistinctBy(region => region.EnglishName)
        .ToDictionary(region => region.EnglishName, region => region.TwoLetterISORegionName, StringComparer.OrdinalIgnoreCase);

    /// <summary>The countries that Credly knows, by their English names.</summary>
    public static IReadOnlyList<string> Countries { get; } = [.. CountryCodes.Keys.Order(StringComparer.Ordinal)];

    public Dictionary<string, object?> Of(CredlyBadge badge)
    {
        var template = credly.TemplateOf(badge);
        var document = new Dictionary<string, object?>
        {
            ["user"] = UserOf(badge),
            ["created_by"] = Organization(),
            ["issuer"] = new
            {
                summary = $"issued by {CredlyLinks.OrganizationName}",
                entities = new[] { new { label = "Issued by", primary = true, entity = Organization() } },
            },
            ["printing_enabled"] = false,
            ["print_method"] = null,
            ["badge_template"] = Of(template),
            ["id"] = badge.Id,
            ["issued_to"] = string.Join(
                ' ', new[] { badge.FirstName, badge.MiddleName, badge.LastName }.Where(name => !string.IsNullOrEmpty(name))),
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
            ["country_code"] = badge.CountryName is null ? null : CountryCodes.GetValueOrDefault(badge.CountryName),
            ["state_or_province"] = badge.StateOrProvince,
            ["created_at"] = badge.CreatedAt,
            ["expires_at"] = badge.ExpiresAt,
            ["expires_at_date"] = CredlyJson.Day(badge.ExpiresAt),
            ["issued_at"] = badge.IssuedAt,
            ["issued_at_date"] = CredlyJson.Day(badge.IssuedAt),
            ["state_updated_at"] = badge.StateUpdatedAt,
            ["image"] = Image(template),
            ["image_url"] = links.Image(template),
            ["alignments"] = Array.Empty<object>(),
            ["evidence"] = badge.Evidence,
        };
        // A page that does not exist is left out, not null.
        if (badge.State == CredlyBadgeState.Pending)
        {
            document["accept_badge_url"] = links.Accept(badge);
        }
        else if (badge.State == CredlyBadgeState.Accepted)
        {
            document["badge_url"] = links.Public(badge);
        }

        return document;
    }

    /// <summary>A badge without the documents in it, as the search in bulk answers it.</summary>
    public Dictionary<string, object?> Minimal(CredlyBadge badge)
    {
        var document = Of(badge).Where(one => one.Value is string or Guid or bool or DateTimeOffset).ToDictionary();
        document["badge_template"] = new { id = badge.Template.Id, name = credly.TemplateOf(badge).Name };
        document["user"] = new { id = credly.AccountOf(badge.RecipientEmail)?.Id };
        return document;
    }

    public object Of(CredlyTemplate template)
    {
        var badges = credly.CountOf(template);
        return new
        {
            id = template.Id,
            allow_duplicate_badges = false,
            description = template.Description,
            default_expires_at = template.DefaultExpiresAt,
            default_expires_at_date = CredlyJson.Day(template.DefaultExpiresAt),
            global_activity_url = "https://www.example.com/badges",
            name = template.Name,
            state = template.State,
            @public = true,
            badges_count = badges,
            vanity_slug = template.Code,
            state_updated_at = template.StateUpdatedAt,
            created_at = template.CreatedAt,
            updated_at = template.UpdatedAt,
            image = Image(template),
            image_url = links.Image(template),
            url = links.Template(template),
            owner = Organization(),
            time_to_earn = template.TimeToEarn,
            cost = template.Cost,
            alignments = template.Standards.Select(name => new { id = IdOf(template.Id, name), name, url = "https://www.example.com/standards" }),
            badge_template_activities = new[] { new { id = IdOf(template.Id, "activity"), title = template.Criteria } },
            skills = template.Skills,
            reporting_tags = template.ReportingTags,
        };
    }

    /// <summary>The organization by itself, and in other documents.</summary>
    public object Organization() => new
    {
        type = "Organization",
        id = links.OrganizationId,
        name = CredlyLinks.OrganizationName,
        url = links.OrganizationApi,
        vanity_url = links.Organization,
        vanity_slug = CredlyLinks.OrganizationSlug,
        website_url = "https://www.example.com/",
        webhook_url = links.Webhook,
        verified = true,
        created_at = Founded,
        updated_at = Founded,
    };

    /// <summary>An event, with the badge or the template that it is about as it is now or was last.</summary>
    public object Of(CredlyEvent published)
    {
        var document = new Dictionary<string, object?>
        {
            ["id"] = published.Id,
            ["organization_id"] = links.OrganizationId,
            ["event_type"] = published.EventType,
            ["occurred_at"] = published.OccurredAt,
        };
        if ((published.Deleted ?? credly.Badge(published.BadgeId)) is { } badge)
        {
            document["badge"] = Of(badge);
        }
        else if (published.TemplateId is { } id && credly.Template(id) is { } template)
        {
            document["badge_template"] = Of(template);
        }

        return document;
    }

    public object Of(CredlyTokens tokens) => new
    {
        id = IdOf(links.OrganizationId, "token"),
        token = tokens.Token,
        owner_id = links.OrganizationId,
        write_enabled = true,
        read_enabled = true,
        delete_enabled = true,
        created_at = tokens.CreatedAt,
        expires_at = tokens.ExpiresAt,
        owner = Organization(),
    };

    private object Image(CredlyTemplate template) => new { id = IdOf(template.Id, "image"), url = links.Image(template) };

    // Of what the stand-in keeps no record of: the same id for the same thing.
    private static Guid IdOf(string owner, string part) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{owner}/{part}")).AsSpan(0, 16));

    // Without an account the user is empty.
    private object UserOf(CredlyBadge badge) => credly.AccountOf(badge.RecipientEmail) is not { } account ? new { } : new
    {
        id = account.Id,
        email = account.Emails[0],
        first_name = account.FirstName,
        last_name = account.LastName,
        confirmed = true,
        photo_url = (string?)null,
        url = links.User(account),
    };
}
