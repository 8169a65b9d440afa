using System.Text.Json;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary><c>/api/admin/callbacks/{name}/deliveries</c>: what became of the callbacks, and delivering one again.</summary>
internal sealed class CallbackDeliveryFunctions(
    CallbackDeliveries deliveries, IOptionsMonitor<CallbackOptions> options, TimeProvider clock)
{
    private const int PageSize = 50;

    /// <summary>
    /// A page of deliveries, the newest first. <c>?state=</c> is <c>pending</c>, <c>delivered</c> or <c>dead</c>; <c>?after=</c> is
    /// the <c>next</c> of the page before.
    /// </summary>
    [Function("ListCallbackDeliveries")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/admin/callbacks/{name}/deliveries")] HttpRequest request,
        string name,
        CancellationToken cancellationToken)
    {
        List<FieldError> errors = [];
        var state = ReadState(request.Query["state"], errors);
        var after = request.Query["after"].ToString();
        if (after.Length > 0 && !AnnouncementId.IsId(after))
        {
            errors.Add(new FieldError("after", "is not the 'next' of a page"));
        }

        if (errors.Count > 0)
        {
            return Problems.OfFields(StatusCodes.Status400BadRequest, "The list was refused.", errors);
        }

        if (!CallbackEndpoint.IsName(name))
        {
            return NotFound();
        }

        // One more than is shown tells whether there is a next page. Those of an endpoint that was removed are listed too.
        var page = await deliveries.PageAsync(name, state, after.Length > 0 ? after : null, PageSize + 1, cancellationToken);
        return TypedResults.Ok(new DeliveryPage(
            [.. page.Take(PageSize).Select(DeliveryView.Of)], page.Count > PageSize ? page[PageSize - 1].Id : null));
    }

    /// <summary>
    /// Delivers again, under the same <c>webhook-id</c>, what was delivered or given up, with all its attempts; what is still tried is
    /// tried at once.
    /// </summary>
    [Function("RedeliverCallback")]
    public async Task<IResult> Redeliver(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/admin/callbacks/{name}/deliveries/{id}/redeliver")] HttpRequest request,
        [DurableClient] DurableTaskClient durable,
        string name,
        string id,
        CancellationToken cancellationToken)
    {
        if (!CallbackEndpoint.IsName(name) || !AnnouncementId.IsId(id) || await deliveries.FindAsync(name, id, cancellationToken) is not { } delivery)
        {
            return NotFound();
        }

        if (options.CurrentValue.Find(name) is null)
        {
            return Problems.Of(StatusCodes.Status409Conflict, "The settings have no endpoint of this name.");
        }

        if (await durable.GetInstanceAsync(delivery.InstanceId, cancellationToken) is { IsCompleted: false })
        {
            if (delivery.State is not CallbackState.Pending)
            {
                return Problems.Of(StatusCodes.Status409Conflict, "It is being delivered at this moment: look at it again, then ask again.");
            }

            await durable.RaiseEventAsync(delivery.InstanceId, CallbackWorkflow.RetryRequested, cancellation: cancellationToken);
        }
        else
        {
            await durable.StartOnceAsync(
                nameof(CallbackWorkflow), new CallbackTask(name, id, clock.GetUtcNow(), Again: true), delivery.InstanceId, cancellationToken);
        }

        return TypedResults.Accepted($"/api/admin/callbacks/{name}/deliveries");
    }

    private static CallbackState? ReadState(string? text, List<FieldError> errors)
    {
        switch (text)
        {
            case null or "":
                return null;
            case "pending":
                return CallbackState.Pending;
            case "delivered":
                return CallbackState.Delivered;
            case "dead":
                return CallbackState.Dead;
            default:
                errors.Add(new FieldError("state", "is none of pending, delivered, dead"));
                return null;
        }
    }

    private static IResult NotFound() => Problems.Of(StatusCodes.Status404NotFound, "There is no such delivery.");

    internal sealed record DeliveryPage(IReadOnlyList<DeliveryView> Deliveries, string? Next);

    internal sealed record DeliveryView(string Id, string Type, string BadgeId, string State, int Attempts)
    {
        public DateTimeOffset? LastAttemptAt { get; init; }

        public DateTimeOffset? NextAttemptAt { get; init; }

        public int? LastStatus { get; init; }

        public string? LastError { get; init; }

        public required JsonElement Payload { get; init; }

        public static DeliveryView Of(CallbackDelivery delivery) => new(
            delivery.Id, delivery.Type, delivery.BadgeId, delivery.State switch
            {
                CallbackState.Pending => "pending",
                CallbackState.Delivered => "delivered",
                _ => "dead",
            },
            delivery.Attempts)
        {
            LastAttemptAt = delivery.LastAttemptAt,
            NextAttemptAt = delivery.NextAttemptAt,
            LastStatus = delivery.LastStatus,
            LastError = delivery.LastError,
            Payload = JsonSerializer.Deserialize<JsonElement>(delivery.Payload),
        };
    }
}
