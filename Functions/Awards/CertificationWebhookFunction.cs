using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Telemetry;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Awards;

/// <summary>The certification system's webhook: <c>POST /webhooks/certification</c>.</summary>
internal sealed partial class CertificationWebhookFunction(
    AwardIntake awards,
    CertificationEventIntake events,
    BadgeTemplates templates,
    IOptionsMonitor<AwardsOptions> options,
    IOptions<WebOptions> web,
    BadgeMetrics metrics,
    TimeProvider clock,
    ILogger<CertificationWebhookFunction> logger)
{
    [Function("CertificationWebhook")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/certification")] HttpRequest request,
        [DurableClient] DurableTaskClient durable,
        CancellationToken cancellationToken)
    {
        if (request.Headers.ContentEncoding.Count > 0)
        {
            return Refuse(StatusCodes.Status415UnsupportedMediaType, new FieldError("content-encoding", "is not supported"));
        }

        if (await RequestBody.ReadAsync(request, CertificationPayload.MaxBytes, cancellationToken) is not { } body)
        {
            return Refuse(
                StatusCodes.Status413PayloadTooLarge, new FieldError("body", $"is larger than {CertificationPayload.MaxBytes} bytes"));
        }

        var headers = WebhookHeaders.Of(request);
        if (WebhookSignature.Verify(headers, body.Span, Secrets(), clock.GetUtcNow()) is { } forged)
        {
            return Refuse(StatusCodes.Status401Unauthorized, forged);
        }

        var reading = CertificationPayload.Read(body, clock.GetUtcNow());
        if (reading.Event is not { } told)
        {
            return Refuse(reading.Status, [.. reading.Errors]);
        }

        if (told.Award is { } award
            && TemplateError(award, await templates.FindAsync(award.TemplateCode, cancellationToken)) is { } unknown)
        {
            return Refuse(StatusCodes.Status422UnprocessableEntity, unknown);
        }

        return await TakeAsync(told, headers.Id!, durable, cancellationToken) is { } refusal
            ? Refuse(refusal.Status, refusal.Error)
            : Accept(told);
    }

    private async Task<IntakeRefusal?> TakeAsync(
        CertificationEvent told, string webhookId, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        if (told is not { Type: CertificationEventTypes.Awarded, Award: { } award })
        {
            return await events.TakeAsync(told, webhookId, durable, cancellationToken);
        }

        return await awards.TakeAsync(award, told.At, webhookId, durable, cancellationToken) is { } contradiction
            ? new IntakeRefusal(StatusCodes.Status409Conflict, contradiction)
            : null;
    }

    private static FieldError? TemplateError(Award award, BadgeTemplate? template) => template switch
    {
        null => new FieldError("data.templateCode", "is no badge template"),
        _ when template.Category != award.Category => new FieldError("data.category", "is not the badge template's category"),
        _ => null,
    };

    private IEnumerable<byte[]> Secrets() =>
        options.CurrentValue.WebhookSecrets.Select(text => WebhookSecret.TryRead(text, out var key) ? key : []);

    private IResult Accept(CertificationEvent told)
    {
        LogAccepted(logger, told.Type, told.BadgeId);
        return told.BadgeId is { } badgeId
            ? TypedResults.Accepted(new Uri(web.Value.PublicUrl, $"api/badges/{badgeId}"), new AwardAccepted(badgeId))
            : TypedResults.Accepted((string?)null);
    }

    private IResult Refuse(int status, params FieldError[] errors)
    {
        metrics.WebhookRefused(status);
        LogRefused(logger, status, errors[0].Field, errors[0].Reason);
        return Problems.OfFields(status, "The webhook was refused.", errors);
    }

    [LoggerMessage(1001, LogLevel.Information, "Certification webhook accepted: {Type}, badge {BadgeId}")]
    private static partial void LogAccepted(ILogger logger, string type, string? badgeId);

    [LoggerMessage(1002, LogLevel.Warning, "Certification webhook refused with {Status}: {Field} {Reason}")]
    private static partial void LogRefused(ILogger logger, int status, string field, string reason);

    /// <summary>The answer to a webhook that was taken.</summary>
    internal sealed record AwardAccepted(string BadgeId);
}
