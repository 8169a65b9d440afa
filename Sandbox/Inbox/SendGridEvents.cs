using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BadgeFunctions.Sandbox.State;

namespace BadgeFunctions.Sandbox.Inbox;

/// <summary>
/// SendGrid's signed event webhook: <c>processed</c>, and then <c>delivered</c>. A mail to an address that begins with "bounce", "deferred" or
/// "dropped" meets that first. Anything but 2xx is tried again.
/// </summary>
internal sealed partial class SendGridEvents(
    IHttpClientFactory http, Addresses addresses, StateFile state, TimeProvider clock, ILogger<SendGridEvents> logger) : IDisposable
{
    private const int MaxAttempts = 30;

    private static readonly string[] Outcomes = ["bounce", "deferred", "dropped"];

    private readonly Kept<string, SentEvent> _sent = state.Open<string, SentEvent>("sendgrid-events");
    private readonly ConcurrentQueue<(Mail Mail, bool IsTaken)> _held = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The verification key, as SendGrid's settings show it.</summary>
    public string PublicKey => Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo());

    /// <summary>What was told of all mails, in this order.</summary>
    public IReadOnlyList<SentEvent> Sent => _sent.Values;

    /// <summary>While false, events are lost.</summary>
    public bool Deliver { get; set; } = true;

    /// <summary>While true, events wait for <see cref="Release"/>.</summary>
    public bool Hold { get; set; }

    /// <summary>Tells what became of a mail; of one that was not taken, that it was dropped.</summary>
    public void Send(Mail mail, bool isTaken)
    {
        if (Hold)
        {
            _held.Enqueue((mail, isTaken));
        }
        else if (Deliver)
        {
            Tell(mail, EventsOf(mail, isTaken, clock.GetUtcNow()));
        }
    }

    /// <summary>Tells that a mail came back, whose server had taken it at first.</summary>
    public void Bounce(Mail mail) => Tell(mail, [LateBounce(mail, clock.GetUtcNow(), hasMessageId: true)]);

    /// <summary>Tells that a mail's server wants it later.</summary>
    public void Defer(Mail mail) => Tell(mail, [Deferred(mail, clock.GetUtcNow())]);

    public void Release()
    {
        Hold = false;
        while (_held.TryDequeue(out var held))
        {
            Send(held.Mail, held.IsTaken);
        }
    }

    public HttpRequestMessage Signed(string body) => Signed(Encoding.UTF8.GetBytes(body));

    public HttpRequestMessage Signed(byte[] body)
    {
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = _key.SignData(
            [.. Encoding.UTF8.GetBytes(timestamp), .. body], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        var request = new HttpRequestMessage(HttpMethod.Post, $"{addresses.App}/webhooks/sendgrid")
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } },
        };
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Timestamp", timestamp);
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Signature", Convert.ToBase64String(signature));
        return request;
    }

    /// <summary>An event of a mail, with its custom arguments beside SendGrid's own fields.</summary>
    public static JsonObject Event(Mail mail, string name, DateTimeOffset at)
    {
        var happened = new JsonObject
        {
            ["email"] = mail.ToAddress,
            ["timestamp"] = at.ToUnixTimeSeconds(),
            ["event"] = name,
            ["sg_event_id"] = RandomNumberGenerator.GetHexString(22, lowercase: true),
            // It begins with the id that the sender was told.
            ["sg_message_id"] = $"{mail.Id}.recvd-sandbox",
        };
        foreach (var (argument, value) in mail.CustomArgs)
        {
            happened[argument] = value;
        }

        return happened;
    }

    /// <summary>
    /// The bounce of a mail that its server had taken at first: it has none of the custom arguments, and often no id of the message either. Source:
    /// https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event; github.com/sendgrid/docs/issues/5177.
    /// </summary>
    public static JsonObject LateBounce(Mail mail, DateTimeOffset at, bool hasMessageId)
    {
        var happened = Event(mail with { CustomArgs = new Dictionary<string, string>() }, "bounce", at);
        happened["type"] = "bounce";
        happened["reason"] = $"550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient {mail.ToAddress} not found";
        happened["sg_message_id"] = hasMessageId ? happened["sg_message_id"]!.GetValue<string>() : "";
        return happened;
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _key.Dispose();
    }

    private void Tell(Mail mail, JsonArray events)
    {
        foreach (var happened in events.OfType<JsonObject>())
        {
            _sent[happened["sg_event_id"]!.GetValue<string>()] = new SentEvent(
                mail.Id,
                happened["event"]!.GetValue<string>(),
                DateTimeOffset.FromUnixTimeSeconds(happened["timestamp"]!.GetValue<long>()),
                (happened["reason"] ?? happened["response"])?.GetValue<string>());
        }

        _ = DeliverAsync(events.ToJsonString(), _stopping.Token);
    }

    private static JsonObject Deferred(Mail mail, DateTimeOffset at) => With(Event(mail, "deferred", at), "response", "451 4.7.1 try again later");

    private static JsonObject With(JsonObject happened, string field, string text)
    {
        happened[field] = text;
        return happened;
    }

    private static JsonArray EventsOf(Mail mail, bool isTaken, DateTimeOffset now)
    {
        JsonObject processed = Event(mail, "processed", now), delivered = Event(mail, "delivered", now);
        return Outcomes.FirstOrDefault(one => mail.ToAddress.StartsWith(one, StringComparison.OrdinalIgnoreCase)) switch
        {
            "bounce" => [processed, With(Event(mail, "bounce", now), "reason", $"550 5.1.1 <{mail.ToAddress}>: there is nobody of that name here")],
            "deferred" => [processed, Deferred(mail, now), delivered],
            _ when !isTaken => [With(Event(mail, "dropped", now), "reason", "Invalid")],
            "dropped" => [With(Event(mail, "dropped", now), "reason", "Bounced Address")],
            _ => [processed, delivered],
        };
    }

    private async Task DeliverAsync(string body, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts && !await TryDeliverAsync(body, cancellationToken); attempt++)
        {
            // Real seconds also where tests set the clock: the other side is a real process that may be starting.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(250 << Math.Min(attempt, 5), 5000)), cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TryDeliverAsync(string body, CancellationToken cancellationToken)
    {
        try
        {
            using var client = http.CreateClient();
            client.Timeout = TimeSpan.FromSeconds(10);
            using var request = Signed(body);
            using var response = await client.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or InvalidOperationException or UriFormatException)
        {
            LogNotDelivered(logger, e.Message);
            return cancellationToken.IsCancellationRequested;
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "The events of a mail were not delivered: {Reason}")]
    private static partial void LogNotDelivered(ILogger logger, string reason);
}

/// <summary>An event that the app was told: what became of a mail, and why.</summary>
public sealed record SentEvent(string MailId, string Name, DateTimeOffset At, string? Reason);
