namespace BadgeFunctions.Sandbox.Credly.Members;

/// <summary>Webhooks by hand: delivering now, and releasing what is held.</summary>
internal static class WebhookEndpoints
{
    private const string Path = $"{OrganizationEndpoints.Path}/webhooks";

    public static void MapWebhookAdministration(this IEndpointRouteBuilder routes)
    {
        routes.MapPost($"{Path}/deliver", (SentFields sent, CredlyWebhooks webhooks) =>
        {
            webhooks.DeliverNow();
            return sent.Done(OrganizationEndpoints.Path);
        });
        routes.MapPost($"{Path}/{{id:guid}}/deliver", (Guid id, SentFields sent, CredlyWebhooks webhooks) =>
            webhooks.DeliverNow(id) ? sent.Done(OrganizationEndpoints.Path) : TypedResults.NotFound());
        routes.MapPost($"{Path}/release", (SentFields sent, CredlyWebhooks webhooks) =>
        {
            webhooks.ReleaseInReverse();
            return sent.Done(OrganizationEndpoints.Path);
        });
    }
}
