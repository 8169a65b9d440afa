namespace BadgeFunctions.Functions.Badges;

/// <summary>What all orchestrations have in common: how they are started, and how their activities are retried.</summary>
internal static class Orchestrations
{
    /// <summary>How long a request waits for the durable store: its caller gets an answer within five seconds, on a busy machine too.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3.5);

    /// <summary>Exceptions of activities are broken infrastructure: tried for days, as nothing may be lost.</summary>
    public static readonly TaskOptions Persistent = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 500,
        firstRetryInterval: TimeSpan.FromSeconds(1),
        backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(10)));

    /// <summary>Starts an instance, unless one of this id runs; one that has ended, however it ended, is replaced.</summary>
    /// <remarks>The instance gets the host's default version.</remarks>
    public static async Task StartOnceAsync(
        this DurableTaskClient durable, TaskName orchestrator, object input, string instanceId, CancellationToken cancellationToken)
    {
        if (await durable.IsRunningAsync(instanceId, cancellationToken))
        {
            return;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await durable.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(instanceId), patience.Token);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Hosts differ in the exception for an instance that runs already: started by somebody else, it is what was wanted.
            if (!await durable.IsRunningAsync(instanceId, cancellationToken))
            {
                throw;
            }
        }
    }

    /// <summary>Whether an instance is there that has not ended.</summary>
    public static async Task<bool> IsRunningAsync(this DurableTaskClient durable, string instanceId, CancellationToken cancellationToken) =>
        await durable.GetInstanceAsync(instanceId, cancellationToken) is { IsCompleted: false };
}
