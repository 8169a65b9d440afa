namespace BadgeFunctions.Functions.Issuing;

/// <summary>Starting an orchestration that may run already.</summary>
internal static class DurableStarts
{
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
