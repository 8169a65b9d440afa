namespace BadgeFunctions.Sandbox.Credly.Api.Templates;

/// <summary>Badge templates. Source: credly.com/docs/badge_templates and credly.com/docs/badge_templates_extended.</summary>
internal static class BadgeTemplatesApi
{
    public static void MapBadgeTemplates(this IEndpointRouteBuilder organization)
    {
        var api = organization.MapGroup("/badge_templates").RequireScope("badge_templates");
        api.MapGet("", (HttpRequest request, CredlyStandIn credly, CredlyOrganization owner, TemplateDocuments documents) =>
            CredlyPage.Of(request, TemplateFilter.Apply(request, credly, owner), documents.Of));
        api.MapGet("/{id}", (string id, CredlyStandIn credly, TemplateDocuments documents) =>
            credly.Template(id) is { } template ? CredlyAnswers.Data(documents.Of(template)) : CredlyErrors.NotFound());
        api.MapPost("", Create);
        api.MapPut("/{id}", Change);
        api.MapDelete("/{id}", Delete);
    }

    private static IResult Create(
        RequestFields fields,
        HttpRequest request,
        CredlyStandIn credly,
        CredlyLinks links,
        TemplateDocuments documents,
        TimeProvider clock)
    {
        var reader = new TemplateOrderReader(fields, credly);
        if (reader.Create(clock.GetUtcNow()) is not { } order)
        {
            return CredlyErrors.Invalid(reader.Errors);
        }

        var template = credly.CreateTemplate(order);
        request.HttpContext.Response.Headers.Location = $"{links.OrganizationApi}/badge_templates/{template.Id}";
        return CredlyAnswers.Created(documents.Of(template));
    }

    private static IResult Change(string id, RequestFields fields, CredlyStandIn credly, TemplateDocuments documents)
    {
        if (credly.Template(id) is not { } template)
        {
            return CredlyErrors.NotFound();
        }

        var reader = new TemplateOrderReader(fields, credly);
        return reader.Change(template) is null ? CredlyErrors.Invalid(reader.Errors)
            : credly.ChangeTemplate(id, now => reader.Change(now) ?? now) is { } changed ? CredlyAnswers.Data(documents.Of(changed))
            : CredlyErrors.NotFound();
    }

    private static IResult Delete(string id, CredlyStandIn credly, TemplateDocuments documents) =>
        credly.Template(id) is not { } template ? CredlyErrors.NotFound()
        : credly.DeleteTemplate(id) is not null ? CredlyAnswers.Data(documents.Of(template))
        // Assumed: it can be archived, but is what its badges are of.
        : CredlyErrors.Refused("A badge template with issued badges cannot be deleted.");
}
