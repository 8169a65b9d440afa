using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Claims;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>Tells a badge's workflow that its row has changed, and starts it anew when it has ended too early.</summary>
internal sealed class BadgeWaker(IOptions<ClaimOptions> claims, TimeProvider clock)
{
    /// <summary>
    /// Tells a workflow that runs; starts one that has ended when there is a claim to look after. The claim's own changes are told by
    /// whoever makes them.
    /// </summary>
    public async Task WakeAsync(DurableTaskClient durable, Badge badge, CancellationToken cancellationToken)
    {
        if (await durable.GetInstanceAsync(badge.Key.InstanceId, cancellationToken) is not { IsCompleted: false })
        {
            await StartAnewAsync(durable, badge, cancellationToken);
        }
        else if (!BadgeLifecycle.IsClaimable(badge.State) && badge.State is not BadgeState.Issuing)
        {
            var signal = badge.State is BadgeState.Revoked ? BadgeSignals.Revoked : BadgeSignals.PlatformStateChanged;
            await durable.RaiseEventAsync(badge.Key.InstanceId, signal, cancellation: cancellationToken);
        }
    }

    /// <summary>Starts the workflow from the badge's row; does nothing for a badge that is settled.</summary>
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
