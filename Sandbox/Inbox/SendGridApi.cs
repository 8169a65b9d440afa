using System.Net.Mail;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BadgeFunctions.Sandbox.Inbox;

/// <summary>
/// SendGrid's API as far as the app uses it: <c>POST /v3/mail/send</c> and the Email Activity Feed, <c>GET /v3/messages</c>.
/// Source: twilio.com/docs/sendgrid/api-reference.
/// </summary>
internal static partial class SendGridApi
{
    public static void MapSendGrid(this WebApplication app)
    {
        var api = app.MapGroup("/v3").AddEndpointFilter(async (context, next) =>
            context.HttpContext.Request.Headers.Authorization == $"Bearer {app.Services.GetRequiredService<SandboxOptions>().SendGridApiKey}"
                ? await next(context)
                : Error(StatusCodes.Status401Unauthorized, "The provided authorization grant is invalid, expired, or revoked", null));
        api.MapPost("/mail/send", SendAsync);
        api.MapGet("/messages", Find);
    }

    private static async Task<IResult> SendAsync(HttpContext context, Mailbox mailbox, TimeProvider clock)
    {
        JsonNode? body;
        try
        {
            body = await JsonNode.ParseAsync(context.Request.Body);
        }
        catch (JsonException)
        {
            return Error(StatusCodes.Status400BadRequest, "Bad Request", null);
        }

        if (Invalid(body) is { } invalid)
        {
            return Error(StatusCodes.Status400BadRequest, invalid.Message, invalid.Field);
        }

        var mail = Read(body!, clock.GetUtcNow());
        mailbox.Add(mail);
        context.Response.Headers["X-Message-Id"] = mail.Id;
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    private static (string Message, string Field)? Invalid(JsonNode? body) => body switch
    {
        _ when !IsAddress(body?["personalizations"]?[0]?["to"]?[0]?["email"]) =>
            ("Does not contain a valid address.", "personalizations.0.to.0.email"),
        _ when !IsAddress(body!["from"]?["email"]) => ("The from email does not contain a valid address.", "from.email"),
        _ when string.IsNullOrEmpty((string?)body["subject"]) => ("The subject is required.", "subject"),
        _ when body["content"] is not JsonArray { Count: > 0 } => ("The content value is required.", "content"),
        _ => null,
    };

    private static bool IsAddress(JsonNode? node) =>
        node?.GetValueKind() is JsonValueKind.String && MailAddress.TryCreate((string?)node, out _);

    private static Mail Read(JsonNode body, DateTimeOffset now)
    {
        var person = body["personalizations"]![0]!;
        return new Mail(
            Convert.ToHexStringLower(Guid.NewGuid().ToByteArray()),
            now,
            $"{body["from"]!["name"]} <{body["from"]!["email"]}>",
            (string)person["to"]![0]!["email"]!,
            (string?)person["to"]![0]!["name"] ?? "",
            (string)body["subject"]!,
            ContentOf(body, "text/plain"),
            ContentOf(body, "text/html"),
            ((person["custom_args"] ?? body["custom_args"])?.AsObject() ?? []).ToDictionary(arg => arg.Key, arg => (string?)arg.Value ?? ""),
            [.. (body["categories"]?.AsArray() ?? []).Select(category => (string?)category ?? "")]);
    }

    private static string ContentOf(JsonNode body, string type) =>
        (string?)body["content"]!.AsArray().FirstOrDefault(part => (string?)part?["type"] == type)?["value"] ?? "";

    private static IResult Find(string? query, int? limit, Mailbox mailbox)
    {
        if (UniqueArgument().Match(query ?? "") is not { Success: true } wanted)
        {
            return Error(StatusCodes.Status400BadRequest, "invalid filter key or value", "query");
        }

        var found = mailbox.Mails
            .Where(mail => mail.CustomArgs.GetValueOrDefault(wanted.Groups["name"].Value) == wanted.Groups["value"].Value)
            .Take(limit ?? 10)
            .Select(mail => new
            {
                from_email = mail.From,
                msg_id = mail.Id,
                subject = mail.Subject,
                to_email = mail.ToAddress,
                status = "delivered",
                opens_count = 0,
                clicks_count = 0,
                last_event_time = mail.At.UtcDateTime,
            });
        return Results.Json(new { messages = found });
    }

    private static IResult Error(int status, string message, string? field) =>
        Results.Json(new { errors = new[] { new { message, field, help = (string?)null } } }, statusCode: status);

    [GeneratedRegex("""^unique_args\['(?<name>[^']+)'\]="(?<value>[^"]*)"$""")]
    private static partial Regex UniqueArgument();
}
