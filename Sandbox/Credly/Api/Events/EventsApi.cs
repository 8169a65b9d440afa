namespace BadgeFunctions.Sandbox.Credly.Api.Events;

/// <summary>The organization's events, the newest first. Source: credly.com/docs/webhooks.</summary>
internal static class EventsApi
{
    public static void MapEvents(this IEndpointRouteBuilder organization)
    {
        var api = organization.MapGroup("/events").RequireScope("events");
        api.MapGet("", (HttpRequest request, CredlyStandIn credly, EventDocuments documents) =>
            CredlyPage.Of(request, [.. credly.Events.Reverse()], documents.Of));
        api.MapGet("/{id}", (string id, CredlyStandIn credly, EventDocuments documents) =>
            credly.Events.FirstOrDefault(one => one.Id.ToString() == id) is { } found
                ? CredlyAnswers.Data(documents.Of(found))
                : CredlyErrors.NotFound());
    }
}
