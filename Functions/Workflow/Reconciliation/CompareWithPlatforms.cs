using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Workflow.Reconciliation;

/// <summary>Timer: once a night, compares every open badge with its platform, and makes sure that its workflow is there.</summary>
internal sealed class CompareWithPlatforms
{
    /// <summary>One at a time.</summary>
    public const string InstanceId = "comparison";

    /// <summary>At 03:40 UTC, when few members are about.</summary>
    [Function(nameof(CompareWithPlatforms))]
    public Task Run(
        [TimerTrigger("0 40 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient durable, CancellationToken cancellationToken) =>
        durable.StartOnceAsync(nameof(ComparisonWorkflow), new Comparison(), InstanceId, cancellationToken);
}
