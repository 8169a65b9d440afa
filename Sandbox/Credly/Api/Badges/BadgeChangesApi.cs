namespace BadgeFunctions.Sandbox.Credly.Api.Badges;

/// <summary>Replacing and revoking badges. Source: credly.com/docs/issued_badges.</summary>
internal static class BadgeChangesApi
{
    public static void MapBadgeChanges(this IEndpointRouteBuilder organization)
    {
        organization.MapPost("/badges/{id}/replace", Replace);
        organization.MapPut("/badges/{id}/revoke", Revoke);
    }

    private static IResult Replace(
        string id, RequestFields fields, CredlyStandIn credly, CredlyDocuments documents, CredlyNotifications notifications, TimeProvider clock)
    {
        if (credly.Find(id) is not { } old)
        {
            return CredlyErrors.NotFound();
        }

        var reader = new BadgeOrderReader(fields, credly, old);
        if (reader.Read(clock.GetUtcNow()) is not { } order)
        {
            return CredlyErrors.Invalid(reader.Message, reader.Errors);
        }

        if (credly.Replace(old.Id, order.Badge) is not { } badge)
        {
            return RefuseToReplace(credly.Badge(old.Id) ?? old, order.Badge, credly);
        }

        if (!badge.SuppressesNotification)
        {
            notifications.TellOfReplacement(badge, fields.Text("notification_message") ?? "");
        }

        return CredlyAnswers.Created(documents.Of(badge));
    }

    private static IResult RefuseToReplace(CredlyBadge old, CredlyBadge badge, CredlyStandIn credly)
    {
        const string Refusal = "This badge cannot be replaced because it has";
        return old.ReplacedBy is not null
            ? CredlyErrors.Refused(
                $"Validation failed: {Refusal} already been replaced.", new { current_badge_id = credly.CurrentOf(old).Id })
            : CredlyStandIn.IsFor(badge, old)
                ? CredlyErrors.Refused($"Validation failed: {Refusal} been revoked.")
                : CredlyErrors.Invalid(new AttributeError("recipient_email", "can only be changed while the badge is pending"));
    }

    private static IResult Revoke(
        string id, RequestFields fields, CredlyStandIn credly, CredlyDocuments documents, CredlyNotifications notifications)
    {
        if (credly.Find(id) is not { } badge)
        {
            return CredlyErrors.NotFound();
        }

        if (fields.Text("reason") is not { } reason || string.IsNullOrWhiteSpace(reason))
        {
            return CredlyErrors.Invalid(new AttributeError("reason", "can't be blank"));
        }

        if (badge.ReplacedBy is not null)
        {
            return CredlyErrors.Refused("A badge that has been replaced cannot be revoked.");
        }

        if (credly.SetState(badge.Id, CredlyBadgeState.Revoked, reason) is not { } revoked)
        {
            return CredlyErrors.NotFound();
        }

        if (badge.State != CredlyBadgeState.Revoked && fields.Flag("suppress_revoke_notification_email") is not true)
        {
            notifications.TellOfRevocation(revoked);
        }

        return CredlyAnswers.Data(documents.Of(revoked));
    }
}
