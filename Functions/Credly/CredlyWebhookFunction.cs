using System.Text.Json;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Credly;

/// <summary>
/// Credly's webhook: <c>POST /webhooks/credly</c>, called with a function key of its own in its address. The body is only a hint: the
/// event it names is read from Credly's API with our own credentials.
/// </summary>
internal sealed partial class CredlyWebhookFunction(CredlyEvents events, IOptions<CredlyOptions> options, ILogger<CredlyWebhookFunction> logger)
{
    private const int MaxBytes = 64 * 1024;

    [Function("CredlyWebhook")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "webhooks/credly")] HttpRequest request,
        [DurableClient] DurableTaskClient durable,
        CancellationToken cancellationToken)
    {
        if (await RequestBody.ReadAsync(request, MaxBytes, cancellationToken) is not { } body)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {MaxBytes} bytes.");
        }

        if (ReadNotification(body) is not { } notification)
        {
            return Problems.OfFields(
                StatusCodes.Status400BadRequest, "The webhook was refused.", [new FieldError("id", "is no event id")]);
        }

        if (notification.IsForeign)
        {
            // Answered as taken: Credly would deliver it for 25 days otherwise, and it is not ours.
            LogForeign(logger, notification.Id);
            return TypedResults.Ok();
        }

        // We have issued it ourselves; should the answer have been lost, the workflow looks for it.
        if (notification.EventType == CredlyEventTypes.Created)
        {
            return TypedResults.Ok();
        }

        // Not done, Credly delivers it again: for 25 days.
        return await events.ReceiveAsync(notification.Id, durable, cancellationToken) is { } reason
            ? Problems.NotNow(request, reason)
            : TypedResults.Ok();
    }

    // Only the id has to be readable: the event itself tells the rest, to whose organization alone it is told.
    private Notification? ReadNotification(ReadOnlyMemory<byte> body) =>
        RequestBody.Json(body) is { ValueKind: JsonValueKind.Object } told && told.Text("id") is { } id && CredlyEventTypes.IsId(id)
            ? new Notification(id, IsForeign(told), told.Text("event_type"))
            : null;

    private bool IsForeign(JsonElement told) =>
        told.Property("organization_id") is not { ValueKind: not JsonValueKind.Null } organization
        || (organization.Text() is { } id && id != options.Value.OrganizationId);

    [LoggerMessage(3001, LogLevel.Warning, "Credly event {EventId} is another organization's")]
    private static partial void LogForeign(ILogger logger, string eventId);

    private sealed record Notification(string Id, bool IsForeign, string? EventType);
}
