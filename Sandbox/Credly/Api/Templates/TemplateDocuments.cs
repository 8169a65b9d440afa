using BadgeFunctions.Sandbox.Credly.Api.Organizations;

namespace BadgeFunctions.Sandbox.Credly.Api.Templates;

/// <summary>Badge templates as Credly's documents. Source: credly.com/docs/badge_templates.</summary>
internal sealed class TemplateDocuments(CredlyLinks links, CredlyStandIn credly, OrganizationDocuments organizations)
{
    public object Of(CredlyTemplate template)
    {
        var badges = credly.CountOf(template);
        return new
        {
            id = template.Id,
            allow_duplicate_badges = template.AllowsDuplicates,
            cost = template.Cost,
            description = template.Description,
            default_expires_at = template.DefaultExpiresAt,
            default_expires_at_date = template.DefaultExpiresAt?.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            // Assumed: the documentation shows no other value than null.
            default_expires_at_type = template.DefaultExpiresAt is null ? null : "date",
            global_activity_url = template.GlobalActivityUrl,
            level = template.Level,
            lock_badge_state = false,
            name = template.Name,
            state = template.State,
            @public = true,
            badges_count = badges,
            recipient_type = "User",
            send_expiring_badge_notifications = false,
            show_badge_lmi = false,
            show_lmi_jobs = false,
            show_skill_tag_links = true,
            vanity_slug = template.Code,
            record_to_blockchain = (bool?)null,
            time_to_earn = template.TimeToEarn,
            type_category = template.TypeCategory,
            printing_disabled = false,
            visibility = "public",
            criteria_url_name = (string?)null,
            criteria_url = (string?)null,
            certification = false,
            state_updated_at = template.StateUpdatedAt,
            created_at = template.CreatedAt,
            updated_at = template.UpdatedAt,
            show_template_settings = false,
            get_issue_count = badges,
            image = Image(template),
            image_url = links.Image(template),
            url = links.Template(template),
            owner = organizations.Owner(),
            alignments = template.Alignments.Select((one, place) => new
            {
                id = CredlyId.Of(template.Id, "alignment", $"{place}"),
                name = one.Name,
                url = one.Url,
                description = one.Description,
            }),
            recommendations = template.Recommendations.Select((one, place) => new
            {
                id = CredlyId.Of(template.Id, "recommendation", $"{place}"),
                title = one.Title,
                type = one.Type,
                activity_url = one.ActivityUrl,
            }),
            required_badge_templates = template.Steps.Select(step => step.RequiredTemplateId).OfType<string>().Select(id => new { id }),
            badge_template_activities = template.Steps.Select((step, place) => new
            {
                id = CredlyId.Of(template.Id, "activity", $"{place}"),
                title = step.Title,
                activity_type = step.Type,
                activity_url = step.Url,
                required_badge_template_id = step.RequiredTemplateId,
            }),
            skills = template.Skills,
            reporting_tags = template.ReportingTags,
        };
    }

    public object Image(CredlyTemplate template) => new { id = CredlyId.Of(template.Id, "image"), url = links.Image(template) };
}
