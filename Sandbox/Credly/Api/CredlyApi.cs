namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>Credly's API (v1), as far as an organization issues and follows badges with it. Source: credly.com/docs/web_service_api.</summary>
internal static class CredlyApi
{
    /// <summary>
    /// Accepts the API's addresses in their other forms: <c>/api/v1/...</c>, which documents name, and <c>.json</c> at the end, which some
    /// clients write. It comes before all that looks at a path.
    /// </summary>
    public static void UseCredlyPaths(this IApplicationBuilder app) => app.Use((HttpContext context, RequestDelegate next) =>
    {
        const string Format = ".json";
        var request = context.Request;
        if (request.Path.StartsWithSegments("/api/v1", out var rest))
        {
            request.Path = $"/v1{rest}";
        }

        if (request.Path.StartsWithSegments("/v1") && request.Path.Value is { } path && path.EndsWith(Format, StringComparison.Ordinal))
        {
            request.Path = path[..^Format.Length];
        }

        return next(context);
    });

    public static void MapCredlyApi(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/oauth/token", (RequestFields fields, CredlySignIn signIn) => signIn.Issue(fields));
        var organizations = routes.MapGroup("/v1/organizations").AddEndpointFilter(CredlySignIn.EnterAsync);
        organizations.MapGet("", (CredlyDocuments documents) => CredlyAnswers.Data(new[] { documents.Organization() }));
        var organization = organizations.MapGroup("/{organization}");
        organization.MapGet("", (CredlyDocuments documents) => CredlyAnswers.Data(documents.Organization()));
        organization.MapBadges();
        organization.MapTemplates();
        organization.MapEvents();
        organization.MapGroup("/authorization_tokens").WithMetadata(new CredlyScope("authorization_tokens")).MapGet(
            "", (HttpRequest request, CredlyTokens tokens, CredlyDocuments documents) => CredlyList.Page(request, [tokens], documents.Of));
    }

    /// <summary>Badge templates. Source: credly.com/docs/badge_templates.</summary>
    private static void MapTemplates(this IEndpointRouteBuilder organization)
    {
        var api = organization.MapGroup("/badge_templates").WithMetadata(new CredlyScope("badge_templates"));
        api.MapGet("", (HttpRequest request, CredlyStandIn credly, SandboxOptions options, CredlyDocuments documents) => CredlyList.Page(
            request,
            credly.Templates
                .Filter(request, (template, term) => Matches(template, term, options.CredlyOrganizationId))
                .SortBy(request.Query.Last("sort") ?? "", key => key switch
                {
                    "name" => template => template.Name,
                    "created_at" => template => template.CreatedAt,
                    "updated_at" => template => template.UpdatedAt,
                    "badges_count" => template => credly.CountOf(template),
                    _ => null,
                }),
            documents.Of));
        api.MapGet("/{id}", (string id, CredlyStandIn credly, CredlyDocuments documents) =>
            credly.Template(id) is { } template ? CredlyAnswers.Data(documents.Of(template)) : CredlyAnswers.NotFound());
    }

    /// <summary>Events, newest first. Source: credly.com/docs/webhooks.</summary>
    private static void MapEvents(this IEndpointRouteBuilder organization)
    {
        var api = organization.MapGroup("/events").WithMetadata(new CredlyScope("events"));
        api.MapGet("", (HttpRequest request, CredlyStandIn credly, CredlyDocuments documents) =>
            CredlyList.Page(request, [.. credly.Events.Reverse()], documents.Of));
        api.MapGet("/{id}", (string id, CredlyStandIn credly, CredlyDocuments documents) =>
            credly.Events.FirstOrDefault(one => one.Id.ToString() == id) is { } found
                ? CredlyAnswers.Data(documents.Of(found))
                : CredlyAnswers.NotFound());
    }

    private static bool? Matches(CredlyTemplate template, FilterTerm term, string organizationId) => term.Key switch
    {
        "query" => term.IsIn(template.Name, template.Description),
        "name" => term.IsIn(template.Name),
        "public" => term.Is(true),
        "reporting_tags" => term.NamesAny(template.ReportingTags),
        "skills" => term.NamesAny(template.Skills),
        "state" => term.Names(template.State),
        "owner_id" => term.Names(organizationId),
        "created_at_min" => term.IsMinimumOf(template.CreatedAt),
        "created_at_max" => term.IsMaximumOf(template.CreatedAt),
        "updated_at_min" => term.IsMinimumOf(template.UpdatedAt),
        "updated_at_max" => term.IsMaximumOf(template.UpdatedAt),
        _ => null,
    };
}
