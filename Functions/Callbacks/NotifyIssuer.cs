using BadgeFunctions.Functions.Badges;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary>Activity: starts the delivery of what a badge's row announces, and takes it off the row.</summary>
/// <remarks>
/// Each step can be done again, so that a crash between any two of them loses and doubles nothing: the delivery's row is added once,
/// its workflow is started under an id of its own, and the badge's row is cleared under its ETag.
/// </remarks>
internal sealed class NotifyIssuer(
    BadgeStore badges, CallbackDeliveries deliveries, IOptionsMonitor<CallbackOptions> options, IOptions<ClaimOptions> claims, TimeProvider clock)
{
    [Function(nameof(NotifyIssuer))]
    public async Task<NextStep> Run(
        [ActivityTrigger] BadgeKey key, [DurableClient] DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var badge = await badges.FindAsync(key, cancellationToken)
            ?? throw new InvalidOperationException($"Badge {key.BadgeId} is not recorded.");
        foreach (var announcement in badge.Announcements)
        {
            foreach (var endpoint in options.CurrentValue.EndpointsFor(announcement.Type))
            {
                await StartAsync(endpoint.Name, announcement, badge, durable, cancellationToken);
            }
        }

        string[] started = [.. badge.Announcements.Select(one => one.Id)];
        badge = await badges.ChangeAsync(
            badge, null, current => current with { Announcements = [.. current.Announcements.Where(one => !started.Contains(one.Id))] }, cancellationToken);
        return BadgeSteps.Next(badge, claims.Value, clock.GetUtcNow());
    }

    private async Task StartAsync(
        string endpoint, Announcement announcement, Badge badge, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var delivery = await deliveries.AddAsync(
            new CallbackDelivery(endpoint, announcement.Id, announcement.Type, badge.Key.BadgeId, CallbackPayload.Of(announcement, badge)),
            cancellationToken);
        // One that was delivered has no workflow any more, and must not get another.
        if (delivery.State is CallbackState.Pending)
        {
            await durable.StartOnceAsync(
                nameof(CallbackWorkflow), new CallbackTask(endpoint, announcement.Id, clock.GetUtcNow()), delivery.InstanceId, cancellationToken);
        }
    }
}
