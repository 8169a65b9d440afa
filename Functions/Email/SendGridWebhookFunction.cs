using BadgeFunctions.Functions.Callbacks;
using BadgeFunctions.Functions.Telemetry;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Email;

/// <summary>SendGrid's event webhook, <c>POST /webhooks/sendgrid</c>: what became of our e-mails about badges.</summary>
internal sealed partial class SendGridWebhookFunction(
    EmailDeliveries deliveries,
    BounceAnnouncer announcer,
    BadgeMetrics metrics,
    IOptionsMonitor<SendGridOptions> options,
    ILogger<SendGridWebhookFunction> logger)
{
    // A batch has up to a thousand events of some hundred bytes each.
    private const int MaxBytes = 4 * 1024 * 1024;

    [Function("SendGridWebhook")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/sendgrid")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        if (await RequestBody.ReadAsync(request, MaxBytes, cancellationToken) is not { } body)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {MaxBytes} bytes.");
        }

        if (SendGridSignature.Verify(
            request.Headers[SendGridSignature.SignatureHeader],
            request.Headers[SendGridSignature.TimestampHeader],
            body.Span,
            options.CurrentValue.WebhookPublicKeys) is { } forged)
        {
            return Problems.OfFields(StatusCodes.Status401Unauthorized, "The webhook was refused.", [forged]);
        }

        if (SendGridEvent.ReadBatch(body.Span) is not { } events)
        {
            return Problems.OfFields(StatusCodes.Status400BadRequest, "The webhook was refused.", [new FieldError("body", "is no list of events")]);
        }

        foreach (var happened in events)
        {
            await TakeAsync(happened, cancellationToken);
        }

        return TypedResults.Ok();
    }

    private async Task TakeAsync(SendGridEvent happened, CancellationToken cancellationToken)
    {
        if (!EmailDelivery.TryReadId(happened.DeliveryId, out var badgeId, out var kind))
        {
            return;
        }

        await announcer.AnnounceAsync(badgeId, kind, happened, cancellationToken);
        var (changed, delivery) = await deliveries.ChangeAsync(
            badgeId, kind, known => DeliveryOutcome.After(known, happened), cancellationToken);
        if (changed && delivery!.State is EmailDeliveryState.Bounced)
        {
            var reason = DeliveryOutcome.KindOf(happened);
            metrics.Bounced(kind, reason);
            LogBounced(logger, kind, badgeId, reason);
        }
    }

    [LoggerMessage(4003, LogLevel.Warning, "E-mail {Kind} of badge {BadgeId} bounced: {Reason}")]
    private static partial void LogBounced(ILogger logger, string kind, string badgeId, string reason);
}
