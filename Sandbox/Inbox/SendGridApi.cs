using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace BadgeFunctions.Sandbox.Inbox;

/// <summary>SendGrid's v3 API, as far as mail is sent and looked up with it.</summary>
internal static class SendGridApi
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void MapSendGridApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/v3").AddEndpointFilter(RequireKeyAsync);
        api.MapPost("/mail/send", SendAsync);
        api.MapGet("/messages", (Mailbox mailbox, string? query, int? limit) => ActivityFeed.Answer(mailbox, query, limit));
    }

    private static async ValueTask<object?> RequireKeyAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var key = context.HttpContext.RequestServices.GetRequiredService<SandboxOptions>().SendGridApiKey;
        return AuthenticationHeaderValue.TryParse(context.HttpContext.Request.Headers.Authorization, out var given)
            && given is { Scheme: "Bearer", Parameter: { } token }
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(key))
                ? await next(context)
                : SendGridError.Answer(
                    StatusCodes.Status401Unauthorized,
                    new SendGridError("The provided authorization grant is invalid, expired, or revoked"));
    }

    private static async Task<IResult> SendAsync(
        HttpRequest request,
        HttpResponse response,
        Mailbox mailbox,
        SendGridEvents events,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (await ReadAsync(request, cancellationToken) is not { } send)
        {
            return SendGridError.Answer(StatusCodes.Status400BadRequest, new SendGridError("Bad Request"));
        }

        var errors = MailSendRules.Check(send).ToList();
        if (errors.Count > 0)
        {
            return SendGridError.Answer(StatusCodes.Status400BadRequest, errors);
        }

        var messageId = RandomNumberGenerator.GetHexString(22, lowercase: true);
        foreach (var mail in MailsOf(send, messageId, clock.GetUtcNow()))
        {
            mailbox.Add(mail);
            events.Send(mail);
        }

        response.Headers["X-Message-Id"] = messageId;
        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }

    private static async Task<MailSend?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<MailSend>(request.Body, Json, cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // One mail for each recipient; the first has the id that the sender is told.
    private static IEnumerable<Mail> MailsOf(MailSend send, string messageId, DateTimeOffset now) =>
        send.Personalizations!
            .SelectMany(personalization => personalization!.To!.Select(recipient => (personalization, recipient)))
            .Select((one, index) => new Mail(
                index == 0 ? messageId : string.Create(CultureInfo.InvariantCulture, $"{messageId}-{index}"),
                now,
                $"{send.From!.Name} <{send.From.Email}>".TrimStart(),
                one.recipient!.Email!,
                one.recipient.Name ?? "",
                one.personalization.Subject ?? send.Subject!,
                PartOf(send, "text/plain"),
                PartOf(send, "text/html"),
                Merged(send.CustomArgs, one.personalization.CustomArgs),
                send.Categories ?? []));

    private static string PartOf(MailSend send, string type) =>
        send.Content!.FirstOrDefault(content => content?.Type == type)?.Value ?? "";

    // What a personalization says wins over what the whole request says.
    private static Dictionary<string, string> Merged(
        IReadOnlyDictionary<string, string>? ofAll, IReadOnlyDictionary<string, string>? ofOne)
    {
        var merged = new Dictionary<string, string>(ofAll ?? new Dictionary<string, string>());
        foreach (var (name, value) in ofOne ?? new Dictionary<string, string>())
        {
            merged[name] = value;
        }

        return merged;
    }
}
