using BadgeFunctions.Functions.Badges;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary>Delivers one announcement to one endpoint: tries until it is taken, for days, or given up.</summary>
/// <remarks>
/// Instance id: <see cref="CallbackDelivery.InstanceId"/>. The delivery's row is the truth; <see cref="DeliverCallback"/> decides when
/// to try again, so that the settings of the day count.
/// </remarks>
public static class CallbackWorkflow
{
    /// <summary>The event with which an administrator asks to try at once.</summary>
    public const string RetryRequested = nameof(RetryRequested);

    // Its history stays small however often an administrator asks.
    private const int AttemptsPerLife = 16;

    /// <summary>The orchestrator.</summary>
    [Function(nameof(CallbackWorkflow))]
    public static async Task<CallbackState> Run([OrchestrationTrigger] TaskOrchestrationContext context, CallbackTask task)
    {
        var retry = Retry(context);
        for (var attempt = 0; attempt < AttemptsPerLife; attempt++)
        {
            var result = await context.CallActivityAsync<CallbackResult>(nameof(DeliverCallback), task, Orchestrations.Persistent);
            if (result.NextAttemptAt is not { } next)
            {
                return result.State;
            }

            await WaitAsync(context, retry, next);
            // Not before it has completed: an event that meets an abandoned wait is lost.
            retry = retry.IsCompleted ? Retry(context) : retry;
            task = task with { Failures = task.Failures + 1 };
        }

        context.ContinueAsNew(task);
        return CallbackState.Pending;
    }

    private static async Task WaitAsync(TaskOrchestrationContext context, Task retry, DateTimeOffset until)
    {
        using var timerEnd = new CancellationTokenSource();
        await Task.WhenAny(retry, context.CreateTimer(until.UtcDateTime, timerEnd.Token));
        // Not CancelAsync: an orchestrator may await nothing but its context.
        timerEnd.Cancel();
    }

    private static Task<DateTimeOffset?> Retry(TaskOrchestrationContext context) =>
        context.WaitForExternalEvent<DateTimeOffset?>(RetryRequested);
}

/// <summary>The input of <see cref="CallbackWorkflow"/> and of <see cref="DeliverCallback"/>.</summary>
/// <param name="Endpoint">The endpoint's name.</param>
/// <param name="Id">The <c>webhook-id</c>.</param>
/// <param name="Since">When the attempts began: they end <see cref="CallbackOptions.GiveUpAfter"/> later.</param>
/// <param name="Failures">How many of them failed.</param>
/// <param name="Again">Whether an administrator asked for it: then it is also delivered when it was delivered or given up.</param>
public sealed record CallbackTask(string Endpoint, string Id, DateTimeOffset Since, int Failures = 0, bool Again = false);

/// <summary>What <see cref="DeliverCallback"/> tells the workflow.</summary>
/// <param name="State">How far the delivery got.</param>
/// <param name="NextAttemptAt">When to try again, while it is pending.</param>
public sealed record CallbackResult(CallbackState State, DateTimeOffset? NextAttemptAt);

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
