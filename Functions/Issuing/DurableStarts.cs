namespace BadgeFunctions.Functions.Issuing;

/// <summary>Starting an orchestration that may run already.</summary>
internal static class DurableStarts
{
    /// <summary>Whether an instance runs or has come to its end; one that failed or was terminated can be started again.</summary>
    public static async Task<bool> IsTakenCareOfAsync(this DurableTaskClient durable, string instanceId, CancellationToken cancellationToken) =>
        await durable.GetInstanceAsync(instanceId, cancellationToken) is
        {
            RuntimeStatus: not (OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated),
        };

    /// <summary>Starts an instance; one of this id that is there already is what was wanted.</summary>
    /// <remarks>Without a version in <paramref name="options"/> the instance gets the host's default.</remarks>
    public static async Task StartUnlessThereAsync(
        this DurableTaskClient durable,
        TaskName orchestrator,
        object input,
        StartOrchestrationOptions options,
        CancellationToken cancellationToken)
    {
        try
        {
            await durable.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, options, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Hosts differ in the exception for an instance that runs already; that it is there is all that matters.
            if (await durable.GetInstanceAsync(options.InstanceId!, cancellationToken) is null)
            {
                throw;
            }
        }
    }
}
