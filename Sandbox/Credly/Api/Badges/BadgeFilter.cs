namespace BadgeFunctions.Sandbox.Credly.Api.Badges;

/// <summary>What issued badges are filtered and sorted by. Source: credly.com/docs/issued_badges, "Get issued badges".</summary>
internal static class BadgeFilter
{
    public static IReadOnlyList<CredlyBadge> Apply(HttpRequest request, CredlyStandIn credly) => credly.Badges
        .Where(ListFilter.Read(request.Query), (badge, term) => Matches(badge, term, credly))
        .SortBy(request.Query.Last("sort") ?? "-created_at", KeyOf);

    private static bool? Matches(CredlyBadge badge, FilterTerm term, CredlyStandIn credly) => term.Key switch
    {
        "badge_template_id" => term.Names(badge.Template.Id),
        "badge_templates[reporting_tags]" => term.NamesAny(credly.TemplateOf(badge).ReportingTags),
        "expires_at_date_min" => term.IsOnOrBefore(badge.ExpiresAt),
        "expires_at_date_max" => term.IsOnOrAfter(badge.ExpiresAt),
        "issuer_earner_id" => term.Names(badge.IssuerEarnerId),
        "public" => term.Is(!badge.IsHidden),
        // Assumed: what people would look for.
        "query" => term.IsIn($"{badge.FirstName} {badge.LastName}", badge.RecipientEmail, badge.Template.Name),
        "recipient_email" => term.Names(badge.RecipientEmail),
        // An account is known by all of its addresses.
        "recipient_email_all" => term.NamesAny(credly.AccountOf(badge.RecipientEmail)?.Emails ?? [badge.RecipientEmail]),
        "state" => term.Names(badge.State),
        "user_id" => term.Names(credly.AccountOf(badge.RecipientEmail)?.Id.ToString()),
        _ => null,
    };

    private static Func<CredlyBadge, object?>? KeyOf(string name) => name switch
    {
        "created_at" => badge => badge.CreatedAt,
        "updated_at" => badge => badge.UpdatedAt,
        "issued_at" => badge => badge.IssuedAt,
        "expires_at" => badge => badge.ExpiresAt,
        "state_updated_at" => badge => badge.StateUpdatedAt,
        _ => null,
    };
}
