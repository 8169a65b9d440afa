namespace BadgeFunctions.Functions.Badges;

/// <summary>Starting an orchestration of which there is one at a time.</summary>
internal static class DurableStarts
{
    /// <summary>Starts an instance, unless one of this id runs; one that has ended, however it ended, is replaced.</summary>
    /// <remarks>The instance gets the host's default version.</remarks>
    public static async Task StartOnceAsync(
        this DurableTaskClient durable, TaskName orchestrator, object input, string instanceId, CancellationToken cancellationToken)
    {
        if (await durable.IsRunningAsync(instanceId, cancellationToken))
        {
            return;
        }

        try
        {
            await durable.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(instanceId), cancellationToken);
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
