using BadgeFunctions.Functions.Badges;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Credly.Reconciliation;

/// <summary>Timer: three times an hour, catches up with what Credly's webhooks should have told.</summary>
internal sealed class CatchUpWithCredly(IOptions<CredlyOptions> options, TimeProvider clock)
{
    /// <summary>One at a time: a run that is not over when the next is due goes on.</summary>
    public const string InstanceId = "credly-catch-up";

    [Function(nameof(CatchUpWithCredly))]
    public async Task Run(
        [TimerTrigger("0 5/20 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient durable, CancellationToken cancellationToken)
    {
        if (options.Value.IsSetUp)
        {
            await durable.StartOnceAsync(nameof(CredlyCatchUpWorkflow), new CatchUp(clock.GetUtcNow()), InstanceId, cancellationToken);
        }
    }
}
