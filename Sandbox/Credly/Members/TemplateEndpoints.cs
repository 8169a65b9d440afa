using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Credly.Members;

/// <summary>Creating, changing and deleting badge templates.</summary>
internal static class TemplateEndpoints
{
    private const string Path = $"{OrganizationEndpoints.Path}/templates";

    public static void MapTemplateAdministration(this IEndpointRouteBuilder routes)
    {
        routes.MapGet($"{Path}/new", (HttpContext context, CredlyPages pages) => Show(context, pages, New(), isNew: true));
        routes.MapPost(Path, Create);
        routes.MapGet($"{Path}/{{id}}", (string id, HttpContext context, CredlyPages pages, CredlyStandIn credly) =>
            credly.Template(id) is { } template ? Show(context, pages, template) : TypedResults.NotFound());
        routes.MapPost($"{Path}/{{id}}", Change);
        routes.MapPost($"{Path}/{{id}}/delete", Delete);
    }

    private static IResult Create(SentFields sent, HttpContext context, CredlyPages pages, CredlyStandIn credly, TimeProvider clock)
    {
        var fields = new TemplateFields(sent);
        var template = fields.Change(New()) with { UpdatedAt = clock.GetUtcNow() };
        if (fields.ProblemOf(template) is { } problem)
        {
            return sent.Refused(problem, () => Show(context, pages, template, problem, isNew: true));
        }

        credly.CreateTemplate(template);
        return sent.Done(OrganizationEndpoints.Path);
    }

    private static IResult Change(string id, SentFields sent, HttpContext context, CredlyPages pages, CredlyStandIn credly)
    {
        if (credly.Template(id) is not { } template)
        {
            return TypedResults.NotFound();
        }

        var fields = new TemplateFields(sent);
        if (fields.ProblemOf(fields.Change(template)) is { } problem)
        {
            return sent.Refused(problem, () => Show(context, pages, fields.Change(template), problem));
        }

        credly.ChangeTemplate(id, fields.Change);
        return sent.Done(OrganizationEndpoints.Path);
    }

    private static IResult Delete(string id, SentFields sent, HttpContext context, CredlyPages pages, CredlyStandIn credly)
    {
        const string Problem = "Badges of this template were issued: it can only be archived.";
        return credly.Template(id) is not { } template ? TypedResults.NotFound()
            : credly.DeleteTemplate(id) is not null ? sent.Done(OrganizationEndpoints.Path)
            : sent.Refused(Problem, () => Show(context, pages, template, Problem));
    }

    private static CredlyTemplate New()
    {
        var id = Guid.NewGuid().ToString();
        return new CredlyTemplate(id, Code: id, "", "", "", []) { State = CredlyTemplate.Draft };
    }

    private static IResult Show(HttpContext context, CredlyPages pages, CredlyTemplate template, string? problem = null, bool isNew = false) =>
        Html.Page<TemplatePage>(
            new TemplateModel(pages.View(context), template, isNew, problem),
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
}
