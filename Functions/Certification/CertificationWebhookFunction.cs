using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Certification;

/// <summary>The certification system's webhook: <c>POST /webhooks/certification</c>.</summary>
internal sealed partial class CertificationWebhookFunction(
    ReceiveAward awards,
    ReceiveEvent events,
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
        if (request.Headers.ContentEncoding.Any(encoding => !"identity".Equals(encoding, StringComparison.OrdinalIgnoreCase)))
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
            && TemplateError(told, award, await templates.FindAsync(award.TemplateCode, cancellationToken)) is { } unknown)
        {
            return Refuse(StatusCodes.Status422UnprocessableEntity, unknown);
        }

        // A sender who is told to come again does so; one who is left waiting gives up.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Orchestrations.Patience);
        return await ReceiveAsync(told, durable, patience.Token) is { } refusal
            ? Refuse(refusal.Status, refusal.Error)
            : Accept(told);
    }

    private async Task<EventRefusal?> ReceiveAsync(CertificationEvent told, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        if (told is not { Type: CertificationEventTypes.Awarded, Award: { } award })
        {
            return await events.ReceiveAsync(told, durable, cancellationToken);
        }

        return await awards.ReceiveAsync(new NewAward(award, told.At), durable, cancellationToken) is { } contradiction
            ? new EventRefusal(StatusCodes.Status409Conflict, contradiction)
            : null;
    }

    private static FieldError? TemplateError(CertificationEvent told, Award award, BadgeTemplate? template) => template switch
    {
        null => new FieldError("data.templateCode", "is no badge template"),
        _ when template.Category != award.Category => new FieldError("data.category", "is not the badge template's category"),
        // What was awarded before can still be corrected.
        { State: not BadgeTemplateState.Active } when told.Type == CertificationEventTypes.Awarded =>
            new FieldError("data.templateCode", $"is a badge template that issues no badges: it is {template.State.ToString().ToLowerInvariant()}"),
        _ => null,
    };

    private IEnumerable<byte[]> Secrets() =>
        options.CurrentValue.WebhookSecrets.Select(WebhookSecret.Read);

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
