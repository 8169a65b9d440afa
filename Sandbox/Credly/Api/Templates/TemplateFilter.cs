namespace BadgeFunctions.Sandbox.Credly.Api.Templates;

/// <summary>What badge templates are filtered and sorted by. Source: credly.com/docs/badge_templates.</summary>
internal static class TemplateFilter
{
    public static IReadOnlyList<CredlyTemplate> Apply(HttpRequest request, CredlyStandIn credly, CredlyOrganization organization) => credly.Templates
        .Where(ListFilter.Read(request.Query), (template, term) => Matches(template, term, organization))
        .SortBy(request.Query.Last("sort") ?? "", name => KeyOf(name, credly));

    private static bool? Matches(CredlyTemplate template, FilterTerm term, CredlyOrganization organization) => term.Key switch
    {
        "query" => term.IsIn(template.Name, template.Description),
        "name" => term.IsInOrQuotes(template.Name),
        "public" => term.Is(true),
        "reporting_tags" => term.NamesAny(template.ReportingTags),
        "skills" => term.NamesAny(template.Skills),
        "state" => term.Names(template.State),
        "owner_id" => term.Names(organization.Id),
        "created_at_min" => term.IsOnOrBefore(template.CreatedAt),
        "created_at_max" => term.IsOnOrAfter(template.CreatedAt),
        "updated_at_min" => term.IsOnOrBefore(template.UpdatedAt),
        "updated_at_max" => term.IsOnOrAfter(template.UpdatedAt),
        _ => null,
    };

    private static Func<CredlyTemplate, object?>? KeyOf(string name, CredlyStandIn credly) => name switch
    {
        "name" => template => template.Name,
        "created_at" => template => template.CreatedAt,
        "updated_at" => template => template.UpdatedAt,
        "badges_count" => template => credly.CountOf(template),
        _ => null,
    };
}
