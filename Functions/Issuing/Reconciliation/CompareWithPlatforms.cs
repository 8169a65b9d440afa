using BadgeFunctions.Functions.Issuing;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Credly.Reconciliation;

/// <summary>Timer: once a night, compares every open badge with Credly, and makes sure that its workflow is there.</summary>
internal sealed class CompareWithCredly(IOptions<CredlyOptions> options)
{
    /// <summary>One at a time.</summary>
    public const string InstanceId = "credly-comparison";

    /// <summary>At 03:40 UTC, when few members are about.</summary>
    [Function(nameof(CompareWithCredly))]
    public async Task Run(
        [TimerTrigger("0 40 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient durable, CancellationToken cancellationToken)
    {
        if (options.Value.IsSetUp && await durable.GetInstanceAsync(InstanceId, cancellationToken) is not { IsCompleted: false })
        {
            await durable.StartUnlessThereAsync(
                nameof(CredlyComparisonWorkflow), new Comparison(), new StartOrchestrationOptions(InstanceId), cancellationToken);
        }
    }
}
