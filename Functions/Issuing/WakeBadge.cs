using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>Activity: tells the badge's workflow that its row has changed; see <see cref="BadgeWaker"/>.</summary>
internal sealed class WakeBadge(BadgeStore badges, BadgeWaker waker)
{
    [Function(nameof(WakeBadge))]
    public async Task Run(
        [ActivityTrigger] BadgeKey key, [DurableClient] DurableTaskClient durable, CancellationToken cancellationToken) =>
        await waker.WakeAsync(durable, await badges.GetAsync(key, cancellationToken), cancellationToken);
}
