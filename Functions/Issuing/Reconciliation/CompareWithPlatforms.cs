namespace BadgeFunctions.Functions.Issuing.Reconciliation;

/// <summary>Timer: once a night, compares every open badge with its platform, and makes sure that its workflow is there.</summary>
internal sealed class CompareWithPlatforms
{
    /// <summary>One at a time.</summary>
    public const string InstanceId = "comparison";

    /// <summary>At 03:40 UTC, when few members are about.</summary>
    [Function(nameof(CompareWithPlatforms))]
    public async Task Run(
        [TimerTrigger("0 40 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient durable, CancellationToken cancellationToken)
    {
        if (await durable.GetInstanceAsync(InstanceId, cancellationToken) is not { IsCompleted: false })
        {
            await durable.StartUnlessThereAsync(
                nameof(ComparisonWorkflow), new Comparison(), new StartOrchestrationOptions(InstanceId), cancellationToken);
        }
    }
}
