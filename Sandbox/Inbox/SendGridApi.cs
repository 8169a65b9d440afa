using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace BadgeFunctions.Sandbox.Inbox;

/// <summary>SendGrid's v3 API, as far as mail is sent with it.</summary>
internal static class SendGridApi
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void MapSendGridApi(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v3/mail/send", SendAsync).AddEndpointFilter(RequireKeyAsync);

    private static async ValueTask<object?> RequireKeyAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var key = context.HttpContext.RequestServices.GetRequiredService<SandboxOptions>().SendGridApiKey;
        return AuthenticationHeaderValue.TryParse(context.HttpContext.Request.Headers.Authorization, out var given)
            && given is { Scheme: "Bearer", Parameter: { } token }
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(key))
                ? await next(context)
                : Refuse(StatusCodes.Status401Unauthorized, new SendGridError("The provided authorization grant is invalid, expired, or revoked"));
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
            return Refuse(StatusCodes.Status400BadRequest, new SendGridError("Bad Request"));
        }

        if (send.Errors().ToList() is { Count: > 0 } errors)
        {
            return Refuse(StatusCodes.Status400BadRequest, errors);
        }

        var messageId = RandomNumberGenerator.GetHexString(22, lowercase: true);
        foreach (var (mail, isTaken) in MailsOf(send, messageId, clock.GetUtcNow()))
        {
            if (isTaken)
            {
                mailbox.Add(mail);
            }

            events.Send(mail, isTaken);
        }

        response.Headers["X-Message-Id"] = messageId;
        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }

    private static IResult Refuse(int status, params IEnumerable<SendGridError> errors) => TypedResults.Json(new { errors }, statusCode: status);

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

    // One mail for each recipient; the first has the id that the sender is told. What is taken for several addresses, SendGrid accepts like all
    // others and drops: github.com/sendgrid/sendgrid-csharp/issues/268, sendgrid-ruby/issues/394.
    private static IEnumerable<(Mail Mail, bool IsTaken)> MailsOf(MailSend send, string messageId, DateTimeOffset now) =>
        send.Personalizations!
            .SelectMany(personalization => personalization!.To!.Select(recipient => (personalization, recipient)))
            .Select((one, index) => (
                new Mail(
                    index == 0 ? messageId : string.Create(CultureInfo.InvariantCulture, $"{messageId}-{index}"),
                    now,
                    send.From!.Shown() ?? send.From.Email!,
                    one.recipient!.Email!,
                    one.recipient.ShownName() ?? "",
                    one.personalization.Subject ?? send.Subject!,
                    PartOf(send, "text/plain"),
                    PartOf(send, "text/html"),
                    Merged(send.CustomArgs, one.personalization.CustomArgs),
                    send.Categories ?? [])
                {
                    ReplyTo = send.ReplyTo?.Shown(),
                    Headers = Merged(send.Headers, one.personalization.Headers),
                },
                one.recipient.ShownName() is not null && send.From.Shown() is not null && (send.ReplyTo is null || send.ReplyTo.Shown() is not null)));

    private static string PartOf(MailSend send, string type) =>
        send.Content!.FirstOrDefault(content => content?.Type == type)?.Value ?? "";

    // A personalization wins over the whole request.
    private static Dictionary<string, string> Merged(
        IReadOnlyDictionary<string, string>? ofAll, IReadOnlyDictionary<string, string>? ofOne) =>
        new((ofOne ?? new Dictionary<string, string>()).UnionBy(ofAll ?? new Dictionary<string, string>(), one => one.Key));
}
