using System.Globalization;
using System.Text.Json;

namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>Credly's API (v1), as far as an organization issues and follows badges with it.</summary>
internal static class CredlyApi
{
    public static void MapCredlyApi(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/oauth/token", async (HttpRequest request, CredlySignIn signIn, CancellationToken cancellationToken) =>
            signIn.Issue(await request.ReadFormAsync(cancellationToken)));
        var api = routes.MapGroup("/v1/organizations/{organization}").AddEndpointFilter(RequireTokenAsync);
        api.MapPost("/badges", IssueAsync);
        api.MapGet("/badges", List);
        api.MapGet("/badges/{id}", (string id, CredlyStandIn credly, CredlyDocuments documents) =>
            Find(id, credly) is { } badge ? Data(documents.Of(badge)) : CredlyErrors.NotFound());
        api.MapPut("/badges/{id}/revoke", RevokeAsync);
        api.MapPost("/badges/{id}/replace", ReplaceAsync);
        api.MapDelete("/badges/{id}", (string id, CredlyStandIn credly, CredlyDocuments documents) =>
            Find(id, credly) is { } badge && credly.Delete(badge.Id) is { } deleted ? Data(documents.Of(deleted)) : CredlyErrors.NotFound());
        api.MapGet("", (CredlyDocuments documents) => Data(documents.Organization()));
        api.MapGet("/badge_templates", (HttpRequest request, CredlyStandIn credly, CredlyDocuments documents, int? page) =>
            CredlyPage.Of(request, credly.Templates, page, documents.Of));
        api.MapGet("/badge_templates/{id}", (string id, CredlyStandIn credly, CredlyDocuments documents) =>
            credly.Template(id) is { } template ? Data(documents.Of(template)) : CredlyErrors.NotFound());
        api.MapGet("/events", (HttpRequest request, CredlyStandIn credly, CredlyDocuments documents, int? page) =>
            CredlyPage.Of(request, [.. credly.Events.Reverse()], page, documents.Of));
        api.MapGet("/events/{id}", (string id, CredlyStandIn credly, CredlyDocuments documents) =>
            credly.Events.FirstOrDefault(one => one.Id.ToString() == id) is { } found
                ? Data(documents.Of(found))
                : CredlyErrors.NotFound());
    }

    private static async ValueTask<object?> RequireTokenAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var services = http.RequestServices;
        var options = services.GetRequiredService<SandboxOptions>();
        if (services.GetRequiredService<CredlyLimit>().Refuse() is { } refusal)
        {
            http.Response.Headers.RetryAfter = refusal.RetryAfter?.ToString(CultureInfo.InvariantCulture);
            return CredlyErrors.TooManyRequests();
        }

        var scope = http.Request.Path.Value!.Contains("/badge_templates", StringComparison.Ordinal) ? "badge_templates"
            : http.Request.Path.Value.Contains("/events", StringComparison.Ordinal) ? "events"
            : "issued_badges";
        return services.GetRequiredService<CredlySignIn>().Check(http.Request, scope) switch
        {
            StatusCodes.Status200OK => http.GetRouteValue("organization") as string == options.CredlyOrganizationId
                ? await next(context)
                : CredlyErrors.NotFound(),
            StatusCodes.Status403Forbidden => CredlyErrors.Forbidden(),
            _ => TurnAway(http),
        };
    }

    private static IResult TurnAway(HttpContext http)
    {
        http.Response.Headers.WWWAuthenticate = "Basic realm=\"Credly\"";
        return CredlyErrors.Unauthorized();
    }

    private static async Task<IResult> IssueAsync(
        HttpRequest request,
        CredlyStandIn credly,
        CredlyDocuments documents,
        CredlyNotifications notifications,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (await ReadAsync(request, cancellationToken) is not { } body)
        {
            return CredlyErrors.NotJson();
        }

        var reader = new BadgeOrderReader(body, credly);
        var order = reader.Read(clock.GetUtcNow());
        if (order is null)
        {
            return CredlyErrors.Invalid("The badge is invalid.", reader.Errors);
        }

        if (credly.Issue(order) is not { } badge)
        {
            const string Duplicate = "User already has this badge, and duplicates are not permitted by the issuer.";
            return CredlyErrors.Invalid(Duplicate, new AttributeError("recipient_email", Duplicate));
        }

        if (!reader.SuppressesNotification)
        {
            notifications.Announce(badge);
        }

        return Data(documents.Of(badge), StatusCodes.Status201Created);
    }

    private static IResult List(
        HttpRequest request, CredlyStandIn credly, CredlyDocuments documents, string? filter, string? sort, int? page)
    {
        if (BadgeFilter.Read(filter, out var unknown) is not { } wanted)
        {
            return CredlyErrors.Invalid($"The filter {unknown} is not known.", new AttributeError("filter", "is invalid"));
        }

        var found = BadgeSort.Apply(credly.Badges.Where(badge => wanted.Matches(badge, credly)), sort);
        return found is null
            ? CredlyErrors.Invalid($"The sort order {sort} is not known.", new AttributeError("sort", "is invalid"))
            : CredlyPage.Of(request, found, page, documents.Of);
    }

    private static async Task<IResult> RevokeAsync(
        string id,
        HttpRequest request,
        CredlyStandIn credly,
        CredlyDocuments documents,
        CredlyNotifications notifications,
        CancellationToken cancellationToken)
    {
        if (Find(id, credly) is not { } badge)
        {
            return CredlyErrors.NotFound();
        }

        if (await ReadAsync(request, cancellationToken) is not { } body
            || !body.TryGetProperty("reason", out var reason)
            || reason.ValueKind is not JsonValueKind.String
            || string.IsNullOrWhiteSpace(reason.GetString()))
        {
            return CredlyErrors.Invalid("The revocation is invalid.", new AttributeError("reason", "can't be blank"));
        }

        var revoked = credly.SetState(badge.Id, CredlyBadgeState.Revoked, reason.GetString())!;
        if (badge.State != CredlyBadgeState.Revoked && !IsTrue(body, "suppress_revoke_notification_email"))
        {
            notifications.TellOfRevocation(revoked);
        }

        return Data(documents.Of(revoked));
    }

    private static async Task<IResult> ReplaceAsync(
        string id,
        HttpRequest request,
        CredlyStandIn credly,
        CredlyDocuments documents,
        CredlyNotifications notifications,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (Find(id, credly) is not { } old)
        {
            return CredlyErrors.NotFound();
        }

        if (await ReadAsync(request, cancellationToken) is not { } body)
        {
            return CredlyErrors.NotJson();
        }

        var reader = new BadgeOrderReader(body, credly);
        if (reader.Read(clock.GetUtcNow()) is not { } order)
        {
            return CredlyErrors.Invalid("The badge is invalid.", reader.Errors);
        }

        if (credly.Replace(old.Id, order) is not { } badge)
        {
            return CredlyErrors.Invalid("The badge cannot be replaced.", new AttributeError("state", "is invalid"));
        }

        if (!reader.SuppressesNotification)
        {
            notifications.TellOfReplacement(
                badge, body.TryGetProperty("notification_message", out var message) ? message.ToString() : "");
        }

        return Data(documents.Of(badge), StatusCodes.Status201Created);
    }

    private static bool IsTrue(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True;

    private static CredlyBadge? Find(string id, CredlyStandIn credly) => Guid.TryParse(id, out var guid) ? credly.Badge(guid) : null;

    private static async Task<JsonElement?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellationToken);
            return document.RootElement.ValueKind is JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IResult Data(object data, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(new { data }, statusCode: status);
}
