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

    // Exceptions of the activity are broken infrastructure: tried for days, as nothing may be lost.
    private static readonly TaskOptions Persistent = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 500,
        firstRetryInterval: TimeSpan.FromSeconds(1),
        backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(10)));

    /// <summary>The orchestrator.</summary>
    [Function(nameof(CallbackWorkflow))]
    public static async Task<CallbackState> Run([OrchestrationTrigger] TaskOrchestrationContext context, CallbackTask task)
    {
        var retry = Retry(context);
        for (var attempt = 0; attempt < AttemptsPerLife; attempt++)
        {
            var result = await context.CallActivityAsync<CallbackResult>(nameof(DeliverCallback), task, Persistent);
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
