namespace BadgeFunctions.Sandbox.Credly.Api.Badges;

/// <summary>"Issue a batch of badges". Source: credly.com/docs/issued_badges. Assumed: all of them or none.</summary>
internal static class BadgeBatchApi
{
    public static void MapBadgeBatches(this IEndpointRouteBuilder organization) => organization.MapPost("/badges/batch", Issue);

    private static IResult Issue(
        RequestFields fields,
        CredlyStandIn credly,
        CredlyDocuments documents,
        CredlyNotifications notifications,
        TimeProvider clock)
    {
        var (orders, problem) = Read(fields.Objects("badges"), credly, clock.GetUtcNow());
        if (problem is not null)
        {
            return problem;
        }

        var (badges, duplicate) = credly.IssueAll(orders);
        if (duplicate is { } index)
        {
            return CredlyErrors.InvalidAt(index, BadgeOrder.Duplicate, []);
        }

        foreach (var badge in badges.Where(badge => !badge.SuppressesNotification))
        {
            notifications.Announce(badge);
        }

        return CredlyAnswers.Created(badges.Select(documents.Of));
    }

    private static (IReadOnlyList<BadgeOrder> Orders, IResult? Problem) Read(
        IReadOnlyList<RequestFields> items, CredlyStandIn credly, DateTimeOffset now)
    {
        var orders = new List<BadgeOrder>();
        foreach (var item in items)
        {
            var reader = new BadgeOrderReader(item, credly);
            if (reader.Read(now) is not { } order)
            {
                return ([], CredlyErrors.InvalidAt(orders.Count, reader.Message, reader.Errors));
            }

            orders.Add(order);
        }

        return (orders, orders.Count == 0 ? CredlyErrors.Invalid(new AttributeError("badges", "can't be blank")) : null);
    }
}
