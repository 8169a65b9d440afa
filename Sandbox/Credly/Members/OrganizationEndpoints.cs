using System.Globalization;
using BadgeFunctions.Sandbox.Credly.Api;
using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Credly.Members;

/// <summary>What an administrator of the organization does on Credly: the states of templates, revoking and deleting badges, the limit.</summary>
internal static class OrganizationEndpoints
{
    private const string Path = "/credly/organization";

    public static void MapOrganizationAdministration(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (HttpContext context, CredlyPages pages, CredlyStandIn credly, CredlyLimit limit, CredlyWebhooks webhooks) =>
            Html.Page<OrganizationPage>(new OrganizationModel(
                pages.View(context), credly.Templates, [.. credly.Badges.Reverse()], limit.PerSecond, webhooks.Deliver, webhooks.Copies)));
        routes.MapPost($"{Path}/templates/{{id}}", async (string id, HttpRequest request, CredlyStandIn credly, CancellationToken cancellationToken) =>
        {
            var state = (await request.ReadFormAsync(cancellationToken))["state"].ToString();
            return state is CredlyTemplate.Active or CredlyTemplate.Draft or CredlyTemplate.Archived
                && credly.ChangeTemplate(id, template => template with { State = state }) is not null
                    ? Html.SeeOther(Path)
                    : TypedResults.NotFound();
        });
        routes.MapPost($"{Path}/badges/{{id:guid}}/revoke", async (Guid id, HttpRequest request, CredlyStandIn credly, CancellationToken cancellationToken) =>
        {
            var reason = (await request.ReadFormAsync(cancellationToken))["reason"].ToString();
            return credly.SetState(id, CredlyBadgeState.Revoked, reason) is not null ? Html.SeeOther(Path) : TypedResults.NotFound();
        });
        routes.MapPost($"{Path}/badges/{{id:guid}}/delete", (Guid id, CredlyStandIn credly) =>
            credly.Delete(id) is not null ? Html.SeeOther(Path) : TypedResults.NotFound());
        routes.MapPost($"{Path}/switches", async (HttpRequest request, CredlyLimit limit, CredlyWebhooks webhooks, CancellationToken cancellationToken) =>
        {
            var form = await request.ReadFormAsync(cancellationToken);
            limit.PerSecond = Number(form["limit"]);
            webhooks.Copies = Number(form["copies"]) ?? 1;
            webhooks.Deliver = form.ContainsKey("deliver");
            return Html.SeeOther(Path);
        });
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}

/// <summary>The organization's page.</summary>
public sealed record OrganizationModel(
    CredlyView View, IReadOnlyList<CredlyTemplate> Templates, IReadOnlyList<CredlyBadge> Badges, int? PerSecond, bool DeliversWebhooks, int Copies);
