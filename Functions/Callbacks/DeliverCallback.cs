using BadgeFunctions.Functions.Badges;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary>Activity: makes one attempt of a delivery and writes down what came of it.</summary>
/// <remarks>Run again after a crash it may call the endpoint again, under the same <c>webhook-id</c>.</remarks>
internal sealed partial class DeliverCallback(
    CallbackDeliveries deliveries,
    CallbackSender sender,
    IOptionsMonitor<CallbackOptions> options,
    BadgeMetrics metrics,
    TimeProvider clock,
    ILogger<DeliverCallback> logger)
{
    [Function(nameof(DeliverCallback))]
    public async Task<CallbackResult> Run([ActivityTrigger] CallbackTask task, CancellationToken cancellationToken)
    {
        var delivery = await deliveries.FindAsync(task.Endpoint, task.Id, cancellationToken);
        if (delivery is null || (delivery.State is not CallbackState.Pending && !IsAskedFor(task)))
        {
            return new CallbackResult(delivery?.State ?? CallbackState.Dead, null);
        }

        var after = await AttemptAsync(delivery, task, cancellationToken);
        await deliveries.SaveAsync(after, cancellationToken);
        if (after.State is not CallbackState.Pending)
        {
            metrics.CallbackEnded(after.Type, after.State is CallbackState.Delivered);
        }

        return new CallbackResult(after.State, after.NextAttemptAt);
    }

    // The first attempt of a redelivery; those that follow it are of a delivery that is pending.
    private static bool IsAskedFor(CallbackTask task) => task is { Again: true, Failures: 0 };

    private async Task<CallbackDelivery> AttemptAsync(CallbackDelivery delivery, CallbackTask task, CancellationToken cancellationToken)
    {
        // An instance that is about to be replaced may not know the endpoint yet: that is no reason to give up.
        var answer = options.CurrentValue.Find(task.Endpoint) is { } endpoint
            ? await sender.SendAsync(endpoint, delivery, cancellationToken)
            : new CallbackAnswer(null, "the settings have no endpoint of this name", null);
        var after = CallbackDecision.After(delivery, task, answer, options.CurrentValue, clock.GetUtcNow());
        if (after.State is CallbackState.Delivered)
        {
            LogDelivered(logger, after.Id, after.Type, after.Endpoint, after.Attempts);
        }
        else
        {
            LogFailed(logger, after.Id, after.Type, after.Endpoint, after.LastError!, after.State, after.NextAttemptAt);
        }

        return after;
    }

    [LoggerMessage(6001, LogLevel.Information, "Callback {Id} ({Type}) was delivered to {Endpoint} in attempt {Attempt}")]
    private static partial void LogDelivered(ILogger logger, string id, string type, string endpoint, int attempt);

    [LoggerMessage(6002, LogLevel.Warning, "Callback {Id} ({Type}) to {Endpoint} failed: {Reason}. It is {State}; next attempt: {NextAttemptAt}")]
    private static partial void LogFailed(
        ILogger logger, string id, string type, string endpoint, string reason, CallbackState state, DateTimeOffset? nextAttemptAt);
}
