namespace BadgeFunctions.Sandbox.Credly.Api.Badges;

/// <summary>Issuing, finding and deleting badges. Source: credly.com/docs/issued_badges.</summary>
internal static class IssuedBadgesApi
{
    public static void MapIssuedBadges(this IEndpointRouteBuilder organization)
    {
        var api = organization.MapGroup("").RequireScope("issued_badges");
        api.MapPost("/badges", Issue);
        api.MapGet("/badges", (HttpRequest request, CredlyStandIn credly, CredlyDocuments documents) =>
            CredlyPage.Of(request, BadgeFilter.Apply(request, credly), documents.Of));
        api.MapGet("/high_volume_issued_badge_search", Search);
        api.MapGet("/badges/{id}", (string id, CredlyStandIn credly, CredlyDocuments documents) =>
            credly.Find(id) is { } badge ? CredlyAnswers.Data(documents.Of(badge)) : CredlyErrors.NotFound());
        api.MapDelete("/badges/{id}", (string id, CredlyStandIn credly, CredlyDocuments documents) =>
            credly.Find(id) is { } badge && credly.Delete(badge.Id) is { } deleted
                ? CredlyAnswers.Data(documents.Of(deleted))
                : CredlyErrors.NotFound());
        api.MapBadgeBatches();
        api.MapBadgeChanges();
    }

    private static IResult Issue(
        RequestFields fields,
        CredlyStandIn credly,
        CredlyDocuments documents,
        CredlyNotifications notifications,
        TimeProvider clock)
    {
        var reader = new BadgeOrderReader(fields, credly);
        if (reader.Read(clock.GetUtcNow()) is not { } order)
        {
            return CredlyErrors.Invalid(reader.Message, reader.Errors);
        }

        if (credly.Issue(order.Badge, order.Duplicates) is not { } badge)
        {
            return CredlyErrors.Refused(BadgeOrder.Duplicate);
        }

        if (!badge.SuppressesNotification)
        {
            notifications.Announce(badge);
        }

        return CredlyAnswers.Created(documents.Of(badge));
    }

    // "Get badges in bulk": without counts, and with less of each badge where that is asked for.
    private static IResult Search(HttpRequest request, CredlyStandIn credly, CredlyDocuments documents) => CredlyPage.WithoutCounts<CredlyBadge>(
        request,
        BadgeFilter.Apply(request, credly),
        request.Query.Last("badge_format") == "minimal" ? documents.Brief : documents.Of);
}
