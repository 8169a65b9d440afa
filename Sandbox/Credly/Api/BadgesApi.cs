namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>Issuing, finding, replacing, revoking and deleting badges. Source: credly.com/docs/issued_badges.</summary>
internal static class BadgesApi
{
    private const string Duplicate = "User already has this badge, and duplicates are not permitted by the issuer.";

    public static void MapBadges(this IEndpointRouteBuilder organization)
    {
        var api = organization.MapGroup("").WithMetadata(new CredlyScope("issued_badges"));
        api.MapPost("/badges", Issue);
        api.MapGet("/badges", (HttpRequest request, CredlyStandIn credly, CredlyDocuments documents) =>
            CredlyList.Page(request, Find(request, credly), documents.Of));
        // "Get badges in bulk": without counts, and with less of each badge where that is asked for.
        api.MapGet("/high_volume_issued_badge_search", (HttpRequest request, CredlyStandIn credly, CredlyDocuments documents) =>
            CredlyList.Page<CredlyBadge>(
                request,
                Find(request, credly),
                request.Query.Last("badge_format") == "minimal" ? documents.Minimal : documents.Of,
                hasCounts: false));
        api.MapGet("/badges/{id}", (string id, CredlyStandIn credly, CredlyDocuments documents) =>
            credly.Find(id) is { } badge ? CredlyAnswers.Data(documents.Of(badge)) : CredlyAnswers.NotFound());
        api.MapDelete("/badges/{id}", (string id, CredlyStandIn credly, CredlyDocuments documents) =>
            credly.Find(id) is { } badge && credly.Delete(badge.Id) is { } deleted
                ? CredlyAnswers.Data(documents.Of(deleted))
                : CredlyAnswers.NotFound());
        api.MapPost("/badges/{id}/replace", Replace);
        api.MapPut("/badges/{id}/revoke", Revoke);
    }

    private static IResult Issue(
        RequestFields fields, CredlyStandIn credly, CredlyDocuments documents, CredlyNotifications notifications, TimeProvider clock)
    {
        var (order, refusal) = new BadgeOrderReader(fields, credly).Read(clock.GetUtcNow());
        if (order is null)
        {
            return refusal!;
        }

        if (credly.Issue(order) is not { } badge)
        {
            return CredlyAnswers.Refused(Duplicate);
        }

        notifications.Issued(badge);
        return CredlyAnswers.Data(documents.Of(badge), StatusCodes.Status201Created);
    }

    private static IResult Replace(
        string id, RequestFields fields, CredlyStandIn credly, CredlyDocuments documents, CredlyNotifications notifications, TimeProvider clock)
    {
        if (credly.Find(id) is not { } old)
        {
            return CredlyAnswers.NotFound();
        }

        var (order, refusal) = new BadgeOrderReader(fields, credly, old).Read(clock.GetUtcNow());
        if (order is null)
        {
            return refusal!;
        }

        if (credly.Replace(old.Id, order) is not { } badge)
        {
            return RefuseToReplace(credly.Badge(old.Id) ?? old, order, credly);
        }

        notifications.Replaced(badge, fields.Text("notification_message") ?? "");
        return CredlyAnswers.Data(documents.Of(badge), StatusCodes.Status201Created);
    }

    private static IResult RefuseToReplace(CredlyBadge old, CredlyBadge badge, CredlyStandIn credly)
    {
        const string Refusal = "Validation failed: This badge cannot be replaced because it has";
        return old.ReplacedBy is not null
            ? CredlyAnswers.Refused($"{Refusal} already been replaced.", new { current_badge_id = credly.CurrentOf(old).Id })
            : CredlyStandIn.IsFor(badge, old)
                ? CredlyAnswers.Refused($"{Refusal} been revoked.")
                : CredlyAnswers.Invalid(new AttributeError("recipient_email", "can only be changed while the badge is pending"));
    }

    private static IResult Revoke(
        string id, RequestFields fields, CredlyStandIn credly, CredlyDocuments documents, CredlyNotifications notifications)
    {
        if (credly.Find(id) is not { } badge)
        {
            return CredlyAnswers.NotFound();
        }

        if (fields.Text("reason") is not { } reason)
        {
            return CredlyAnswers.Invalid(new AttributeError("reason", "can't be blank"));
        }

        if (badge.ReplacedBy is not null)
        {
            return CredlyAnswers.Refused("A badge that has been replaced cannot be revoked.");
        }

        var revoked = credly.SetState(badge.Id, CredlyBadgeState.Revoked, reason) ?? badge;
        if (badge.State != CredlyBadgeState.Revoked && !fields.IsTrue("suppress_revoke_notification_email"))
        {
            notifications.Revoked(revoked);
        }

        return CredlyAnswers.Data(documents.Of(revoked));
    }

    private static IReadOnlyList<CredlyBadge> Find(HttpRequest request, CredlyStandIn credly) => credly.Badges
        .Filter(request, (badge, term) => Matches(badge, term, credly))
        .SortBy(request.Query.Last("sort") ?? "-created_at", key => key switch
        {
            "created_at" => badge => badge.CreatedAt,
            "updated_at" => badge => badge.UpdatedAt,
            "issued_at" => badge => badge.IssuedAt,
            "expires_at" => badge => badge.ExpiresAt,
            "state_updated_at" => badge => badge.StateUpdatedAt,
            _ => null,
        });

    private static bool? Matches(CredlyBadge badge, FilterTerm term, CredlyStandIn credly) => term.Key switch
    {
        "badge_template_id" => term.Names(badge.Template.Id),
        "badge_templates[reporting_tags]" => term.NamesAny(credly.TemplateOf(badge).ReportingTags),
        "expires_at_date_min" => term.IsMinimumOf(badge.ExpiresAt),
        "expires_at_date_max" => term.IsMaximumOf(badge.ExpiresAt),
        "issuer_earner_id" => term.Names(badge.IssuerEarnerId),
        "public" => term.Is(!badge.IsHidden),
        // Assumed: names, the address and the template.
        "query" => term.IsIn($"{badge.FirstName} {badge.LastName}", badge.RecipientEmail, badge.Template.Name),
        "recipient_email" => term.Names(badge.RecipientEmail),
        // All addresses of the account.
        "recipient_email_all" => term.NamesAny(credly.AccountOf(badge.RecipientEmail)?.Emails ?? [badge.RecipientEmail]),
        "state" => term.Names(badge.State),
        "user_id" => term.Names(credly.AccountOf(badge.RecipientEmail)?.Id.ToString()),
        _ => null,
    };
}
