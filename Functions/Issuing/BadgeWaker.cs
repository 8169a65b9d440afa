using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Claims;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>Starts the workflow of a badge anew from its row, when there is still something to look after.</summary>
internal sealed class BadgeWaker(IOptions<ClaimOptions> claims, TimeProvider clock)
{
    /// <summary>Does nothing for a badge that is settled.</summary>
    public async Task StartAnewAsync(DurableTaskClient durable, Badge badge, CancellationToken cancellationToken)
    {
        if (!BadgeLifecycle.IsSettled(badge.State))
        {
            var journey = BadgeJourney.Resume(badge, claims.Value, clock.GetUtcNow());
            var start = new StartOrchestrationOptions(badge.Key.InstanceId) { Version = BadgeWorkflow.Version };
            await durable.StartUnlessThereAsync(nameof(BadgeWorkflow), journey, start, cancellationToken);
        }
    }
}
