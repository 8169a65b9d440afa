using BadgeFunctions.Sandbox.Credly.Api;
using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Credly.Members;

/// <summary>
/// What an administrator of the organization does on Credly: changing templates, revoking and deleting badges; and the
/// stand-in's own switches.
/// </summary>
internal static class OrganizationEndpoints
{
    public const string Path = "/credly/organization";

    public static void MapOrganizationAdministration(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, Show);
        routes.MapPost($"{Path}/templates/{{id}}", (string id, IFormCollection form, CredlyStandIn credly) =>
            Done(credly.ChangeTemplate(id, template => template with
            {
                Name = Or(form.Text("name"), template.Name),
                Description = Or(form.Text("description"), template.Description),
                State = CredlyTemplate.States.Contains(form.Text("state")) ? form.Text("state") : template.State,
                Image = Enum.TryParse<CredlyImage>(form.Text("image"), out var image) ? image : template.Image,
            }) is not null, "The template is saved."));
        routes.MapPost($"{Path}/badges/{{id:guid}}/revoke", Revoke);
        routes.MapPost($"{Path}/badges/{{id:guid}}/delete", (Guid id, CredlyStandIn credly) => Done(credly.Delete(id) is not null, "The badge is deleted."));
        routes.MapPost($"{Path}/release", (CredlyWebhooks webhooks) =>
        {
            webhooks.ReleaseInReverse();
            return Done(true, "The webhooks that were held are delivered, the last first.");
        });
        routes.MapPost($"{Path}/switches", (IFormCollection form, CredlyLimit limit, CredlyWebhooks webhooks) =>
        {
            limit.PerSecond = form.Number("limit");
            limit.PerMinute = form.Number("minute");
            limit.SaysRetryAfter = form.Text("retryAfter") != "no";
            webhooks.Copies = form.Number("copies") ?? 1;
            webhooks.Hold = form.IsOn("hold");
            webhooks.Deliver = form.IsOn("deliver");
            return Done(true, "The switches are saved.");
        });
    }

    private static IResult Show(HttpRequest request, CredlyStandIn credly, CredlyLimit limit, CredlyWebhooks webhooks)
    {
        var organization = new OrganizationModel(
            credly.Templates,
            [.. credly.Badges.Reverse()],
            new Switches(limit.PerSecond, limit.PerMinute, limit.SaysRetryAfter, webhooks.Deliver, webhooks.Hold, webhooks.Copies));
        return request.GetTypedHeaders().Accept.Any(type => type.MediaType == "application/json")
            ? TypedResults.Json(organization)
            : Html.Page<OrganizationPage>(organization);
    }

    // As on Credly, it takes a reason, and the earner is notified only where the administrator says so.
    private static IResult Revoke(Guid id, IFormCollection form, CredlyStandIn credly, CredlyNotifications notifications)
    {
        var wasRevoked = credly.Badge(id)?.State == CredlyBadgeState.Revoked;
        var revoked = credly.SetState(id, CredlyBadgeState.Revoked, form.Text("reason"));
        if (revoked is not null && !wasRevoked && form.IsOn("notify"))
        {
            notifications.Revoked(revoked);
        }

        return Done(revoked is not null, "The badge is revoked.");
    }

    private static IResult Done(bool isKnown, string notice) => isKnown ? Html.SeeOther(Path, notice) : TypedResults.NotFound();
    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}

/// <summary>What the organization has, badges with the newest first, and how the stand-in is switched.</summary>
public sealed record OrganizationModel(IReadOnlyList<CredlyTemplate> Templates, IReadOnlyList<CredlyBadge> Badges, Switches Switches);

/// <summary>How the stand-in is switched; a limit that is null lets in as many as come.</summary>
public sealed record Switches(int? Limit, int? Minute, bool RetryAfter, bool Deliver, bool Hold, int Copies);
