using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>
/// Activity: tells the badge's workflow that its row has changed. A workflow that has ended is started anew when the badge can be claimed
/// again.
/// </summary>
internal sealed class WakeBadge(BadgeStore badges, BadgeWaker waker)
{
    [Function(nameof(WakeBadge))]
    public async Task Run(
        [ActivityTrigger] BadgeKey key, [DurableClient] DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var badge = await badges.GetAsync(key, cancellationToken);
        if (await durable.GetInstanceAsync(key.InstanceId, cancellationToken) is not { IsCompleted: false })
        {
            await waker.StartAnewAsync(durable, badge, cancellationToken);
        }
        else if (!BadgeLifecycle.IsClaimable(badge.State) && badge.State is not BadgeState.Issuing)
        {
            var signal = badge.State is BadgeState.Revoked ? BadgeSignals.Revoked : BadgeSignals.PlatformStateChanged;
            await durable.RaiseEventAsync(key.InstanceId, signal, cancellation: cancellationToken);
        }
    }
}
