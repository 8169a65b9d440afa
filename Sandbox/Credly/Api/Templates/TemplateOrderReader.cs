using System.Text.RegularExpressions;

namespace BadgeFunctions.Sandbox.Credly.Api.Templates;

/// <summary>
/// Reads what is asked for by "create a badge template" and "update a badge template". Source: credly.com/docs/badge_templates_extended. An
/// image has to be there, and is not fetched: the stand-in shows one of its own.
/// </summary>
internal sealed partial class TemplateOrderReader(RequestFields fields, CredlyStandIn credly)
{
    private const int MinSkills = 3;

    private List<AttributeError> _errors = [];

    /// <summary>What is wrong with each attribute, once it was read.</summary>
    public IReadOnlyList<AttributeError> Errors => _errors;

    /// <returns>The template that is to be created; null when something is wrong.</returns>
    public CredlyTemplate? Create(DateTimeOffset now)
    {
        var name = fields.Text("name") ?? "";
        var slug = NoLetters().Replace(name.ToLowerInvariant(), "-").Trim('-');
        var code = credly.Templates.Any(other => other.Code == slug) ? $"{slug}-{Guid.NewGuid():N}"[..(slug.Length + 9)] : slug;
        var template = Change(new CredlyTemplate(Guid.NewGuid().ToString(), code, "", "", "", []) { GlobalActivityUrl = "", CreatedAt = now, UpdatedAt = now });
        Check("image", fields.Has("image"), "can't be blank");
        return _errors.Count > 0 ? null : template;
    }

    /// <returns>The template with what is given in place of what it had; null when something is wrong.</returns>
    public CredlyTemplate? Change(CredlyTemplate template)
    {
        _errors = [];
        var steps = fields.Has("badge_template_activities") ? [.. fields.Objects("badge_template_activities").Select(Activity)] : template.Steps;
        var changed = template with
        {
            Name = fields.Text("name") ?? template.Name,
            Description = fields.Text("description") ?? template.Description,
            State = fields.Text("state") ?? template.State,
            AllowsDuplicates = fields.Flag("allow_duplicate_badges") ?? template.AllowsDuplicates,
            GlobalActivityUrl = fields.Text("global_activity_url") ?? template.GlobalActivityUrl,
            Cost = Given("cost", template.Cost),
            Level = Given("level", template.Level),
            TimeToEarn = Given("time_to_earn", template.TimeToEarn),
            TypeCategory = Given("type_category", template.TypeCategory),
            DefaultExpiresAt = fields.Has("default_expires_at") ? CredlyInstant.Read(fields.Text("default_expires_at") ?? "") : template.DefaultExpiresAt,
            Skills = fields.Has("skills") ? fields.Texts("skills") : template.Skills,
            ReportingTags = fields.Has("reporting_tags") ? fields.Texts("reporting_tags") : template.ReportingTags,
            Activities = steps,
            Criteria = string.Join(". ", steps.Select(step => step.Title.TrimEnd('.'))),
            Alignments = fields.Has("alignments") ? [.. fields.Objects("alignments").Select(Alignment)] : template.Alignments,
            Recommendations = fields.Has("recommendations") ? [.. fields.Objects("recommendations").Select(Recommendation)] : template.Recommendations,
        };
        CheckAll(changed);
        return _errors.Count > 0 ? null : changed;
    }

    private static CredlyAlignment Alignment(RequestFields one) => new(one.Text("name"), one.Text("url"), one.Text("description"));

    private static CredlyRecommendation Recommendation(RequestFields one) => new(one.Text("title"), one.Text("type"), one.Text("activity_url"));

    // A step that is another badge bears its name.
    private CredlyActivity Activity(RequestFields one)
    {
        var required = one.Text("required_badge_template_id");
        var title = one.Text("title") ?? (required is null ? null : credly.Template(required)?.Name);
        Check("badge_template_activities", !string.IsNullOrWhiteSpace(title), "must have a title");
        return new CredlyActivity(title ?? "", one.Text("activity_type"), one.Text("activity_url"), required);
    }

    private void CheckAll(CredlyTemplate template)
    {
        Check("name", !string.IsNullOrWhiteSpace(template.Name), "can't be blank");
        Check("description", !string.IsNullOrWhiteSpace(template.Description), "can't be blank");
        Check("global_activity_url", Uri.IsWellFormedUriString(template.GlobalActivityUrl, UriKind.Absolute), "is not a valid URL");
        Check("state", template.State is CredlyTemplate.Active or CredlyTemplate.Draft or CredlyTemplate.Archived, "is not included in the list");
        Check("skills", !fields.Has("skills") && template.Skills.Count > 0 || template.Skills.Count >= MinSkills, $"must be at least {MinSkills}");
        Check("badge_template_activities", template.Steps.Count > 0, "can't be blank");
    }

    private string? Given(string name, string? otherwise) => fields.Has(name) ? fields.Text(name) : otherwise;

    private void Check(string attribute, bool isRight, string otherwise)
    {
        if (!isRight)
        {
            _errors.Add(new AttributeError(attribute, otherwise));
        }
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoLetters();
}
