using BadgeFunctions.Sandbox.Credly.Api;
using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Credly.Members;

/// <summary>
/// What an administrator of the organization sees on Credly, revoking and deleting badges, and the stand-in's own switches. For scripts, all
/// of it is JSON.
/// </summary>
internal static class OrganizationEndpoints
{
    public const string Path = "/credly/organization";

    public static void MapOrganizationAdministration(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, Show);
        routes.MapPost($"{Path}/badges/{{id:guid}}/revoke", Revoke);
        routes.MapPost($"{Path}/badges/{{id:guid}}/delete", (Guid id, SentFields sent, CredlyStandIn credly) =>
            credly.Delete(id) is not null ? sent.Done(Path) : TypedResults.NotFound());
        routes.MapPost($"{Path}/switches", (SentFields sent, CredlyLimit limit, CredlyWebhooks webhooks) =>
        {
            limit.PerSecond = sent.Number("limit");
            limit.PerMinute = sent.Number("minute");
            limit.SaysRetryAfter = sent["retryAfter"] is not ("no" or "false");
            webhooks.Copies = sent.Number("copies") ?? 1;
            webhooks.Delay = TimeSpan.FromSeconds(sent.Number("delay") ?? 0);
            webhooks.Hold = sent.IsOn("hold");
            webhooks.Deliver = sent.IsOn("deliver");
            return sent.Done(Path);
        });
    }

    private static IResult Show(HttpContext context, CredlyPages pages, CredlyStandIn credly, CredlyLimit limit, CredlyWebhooks webhooks)
    {
        var organization = new OrganizationState(
            credly.Templates,
            [.. credly.Badges.Reverse()],
            [.. webhooks.Deliveries.Reverse()],
            new Switches(
                limit.PerSecond, limit.PerMinute, limit.SaysRetryAfter, webhooks.Deliver, webhooks.Hold, webhooks.Copies, (int)webhooks.Delay.TotalSeconds));
        return SandboxJson.IsWanted(context.Request)
            ? TypedResults.Json(organization, SandboxJson.Options)
            : Html.Page<OrganizationPage>(new OrganizationModel(pages.View(context), organization));
    }

    // As on Credly, a reason is needed, and the earner is told of it only where the administrator says so.
    private static IResult Revoke(Guid id, SentFields sent, CredlyStandIn credly, CredlyNotifications notifications)
    {
        if (credly.Badge(id) is not { } badge || credly.SetState(id, CredlyBadgeState.Revoked, sent["reason"]) is not { } revoked)
        {
            return TypedResults.NotFound();
        }

        if (badge.State != CredlyBadgeState.Revoked && sent.IsOn("notify"))
        {
            notifications.TellOfRevocation(revoked);
        }

        return sent.Done(Path);
    }
}
