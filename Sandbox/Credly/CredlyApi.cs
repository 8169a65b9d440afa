using System.Globalization;
using System.Net.Mail;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BadgeFunctions.Sandbox.Credly;

/// <summary>Credly's API (v1) as far as the app uses it. Source: credly.com/docs/web_service_api.</summary>
internal static class CredlyApi
{
    private const int PerPage = 50;

    private static readonly string[] Required =
        ["recipient_email", "issued_to_first_name", "issued_to_last_name", "badge_template_id", "issued_at"];

    public static void MapCredlyApi(this WebApplication app)
    {
        var api = app.MapGroup("/v1/organizations/{organizationId}").AddEndpointFilter(AuthorizeAsync);
        api.MapPost("/badges", IssueAsync);
        api.MapGet("/badges", List);
        api.MapGet("/badges/{id:guid}", (Guid id, CredlyStandIn credly, CredlyDocuments documents) =>
            credly.Badge(id) is { } badge ? Data(documents.Of(badge)) : Error(StatusCodes.Status404NotFound, "Badge not found"));
        api.MapPut("/badges/{id:guid}/revoke", RevokeAsync);
        api.MapGet("/events/{id:guid}", (Guid id, CredlyStandIn credly, CredlyDocuments documents) =>
            credly.Events.FirstOrDefault(one => one.Id == id) is { } found
                ? Data(documents.Of(found))
                : Error(StatusCodes.Status404NotFound, "Event not found"));
        api.MapGet("/events", (int? page, CredlyStandIn credly, CredlyDocuments documents) =>
            Page([.. credly.Events.Reverse().Select(documents.Of)], page ?? 1));
        api.MapGet("/badge_templates", (int? page, CredlyDocuments documents) =>
            Page([.. CredlyTemplate.All.Select(CredlyDocuments.Of)], page ?? 1));
    }

    private static async ValueTask<object?> AuthorizeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var options = context.HttpContext.RequestServices.GetRequiredService<SandboxOptions>();
        var expected = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.CredlyToken}:"))}";
        if (context.HttpContext.Request.Headers.Authorization != expected)
        {
            return Error(StatusCodes.Status401Unauthorized, "Invalid authorization token");
        }

        return (string?)context.HttpContext.Request.RouteValues["organizationId"] == options.CredlyOrganizationId
            ? await next(context)
            : Error(StatusCodes.Status404NotFound, "Organization not found");
    }

    private static async Task<IResult> IssueAsync(
        HttpRequest request, CredlyStandIn credly, CredlyDocuments documents, CredlyNotifications notifications, TimeProvider clock)
    {
        JsonNode? body;
        try
        {
            body = await JsonNode.ParseAsync(request.Body);
        }
        catch (JsonException)
        {
            return Error(StatusCodes.Status400BadRequest, "The body is not JSON");
        }

        if (Invalid(body) is { } invalid)
        {
            return Error(StatusCodes.Status422UnprocessableEntity, invalid);
        }

        if (credly.Issue(Read(body!, clock.GetUtcNow())) is not { } badge)
        {
            return Error(StatusCodes.Status422UnprocessableEntity, "User already has this badge");
        }

        if (body!["suppress_badge_notification_email"]?.GetValue<bool>() is not true)
        {
            notifications.Announce(badge);
        }

        return Data(documents.Of(badge), StatusCodes.Status201Created);
    }

    private static string? Invalid(JsonNode? body)
    {
        var missing = Required.FirstOrDefault(name => string.IsNullOrWhiteSpace((string?)body?[name]));
        return missing switch
        {
            not null => $"{missing} can't be blank",
            _ when !MailAddress.TryCreate((string)body!["recipient_email"]!, out _) => "recipient_email is invalid",
            _ when !DateTimeOffset.TryParse((string)body!["issued_at"]!, CultureInfo.InvariantCulture, out _) => "issued_at is invalid",
            _ when TemplateOf(body!) is null => "badge_template_id is not an active badge template",
            _ => null,
        };
    }

    private static CredlyTemplate? TemplateOf(JsonNode body) =>
        CredlyTemplate.All.FirstOrDefault(template => template.Id == (string?)body["badge_template_id"]);

    private static CredlyBadge Read(JsonNode body, DateTimeOffset now) => new()
    {
        Id = Guid.NewGuid(),
        AcceptToken = CredlyStandIn.NewAcceptToken(),
        Template = TemplateOf(body)!,
        RecipientEmail = (string)body["recipient_email"]!,
        FirstName = (string)body["issued_to_first_name"]!,
        LastName = (string)body["issued_to_last_name"]!,
        IssuerEarnerId = (string?)body["issuer_earner_id"],
        IssuedAt = DateTimeOffset.Parse((string)body["issued_at"]!, CultureInfo.InvariantCulture),
        ExpiresAt = DateTimeOffset.TryParse((string?)body["expires_at"], CultureInfo.InvariantCulture, out var expires) ? expires : null,
        CreatedAt = now,
    };

    private static IResult List(string? filter, int? page, CredlyStandIn credly, CredlyDocuments documents)
    {
        var filters = (filter ?? "").Split('|', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split("::", 2))
            .Where(part => part.Length == 2)
            .ToArray();
        var found = credly.Badges.Reverse().Where(badge => Array.TrueForAll(filters, one => Matches(badge, one[0], one[1])));
        return Page([.. found.Select(documents.Of)], page ?? 1);
    }

    private static bool Matches(CredlyBadge badge, string name, string value) => name switch
    {
        "badge_template_id" => badge.Template.Id == value,
        "recipient_email" => badge.RecipientEmail.Equals(value, StringComparison.OrdinalIgnoreCase),
        "state" => value.Split(',').Contains(badge.State),
        "issuer_earner_id" => badge.IssuerEarnerId == value,
        _ => true,
    };

    private static async Task<IResult> RevokeAsync(Guid id, HttpRequest request, CredlyStandIn credly, CredlyDocuments documents)
    {
        var body = await JsonNode.ParseAsync(request.Body);
        return (string?)body?["reason"] is not { Length: > 0 } reason
            ? Error(StatusCodes.Status422UnprocessableEntity, "reason can't be blank")
            : credly.SetState(id, "revoked", reason) is { } badge
                ? Data(documents.Of(badge))
                : Error(StatusCodes.Status404NotFound, "Badge not found");
    }

    private static IResult Data(JsonObject data, int status = StatusCodes.Status200OK) =>
        Results.Json(new JsonObject { ["data"] = data }, statusCode: status);

    private static IResult Page(JsonObject[] all, int page)
    {
        JsonObject[] shown = [.. all.Skip((page - 1) * PerPage).Take(PerPage)];
        return Results.Json(new JsonObject
        {
            ["data"] = new JsonArray([.. shown]),
            ["metadata"] = new JsonObject
            {
                ["count"] = shown.Length,
                ["current_page"] = page,
                ["total_count"] = all.Length,
                ["total_pages"] = (all.Length + PerPage - 1) / PerPage,
                ["per"] = PerPage,
            },
        });
    }

    private static IResult Error(int status, string message) =>
        Results.Json(new JsonObject { ["data"] = new JsonObject { ["message"] = message } }, statusCode: status);
}
