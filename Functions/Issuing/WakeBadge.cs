using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>
/// Activity: tells the badge's workflow that its row has changed; see <see cref="BadgeWaker"/>. What has become due on the platform by that,
/// as when a badge is accepted that was corrected after it was declined, is followed up.
/// </summary>
internal sealed class WakeBadge(BadgeStore badges, BadgeWaker waker, BadgeUpdateStarter updates, TimeProvider clock)
{
    [Function(nameof(WakeBadge))]
    public async Task Run(
        [ActivityTrigger] BadgeKey key, [DurableClient] DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var badge = await badges.GetAsync(key, cancellationToken);
        await waker.WakeAsync(durable, badge, cancellationToken);
        if (PlatformWorks.Of(badge, clock.GetUtcNow()) is not PlatformWork.None)
        {
            await updates.StartAsync(durable, key, cancellationToken);
        }
    }
}
