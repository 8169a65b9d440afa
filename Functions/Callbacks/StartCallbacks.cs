using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Issuing;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary>Timer: starts the delivery of what waits on badges' rows, and takes it off them.</summary>
/// <remarks>
/// Each step can be done again, so that a crash between any two of them loses and doubles nothing: the delivery's row is added once,
/// its workflow is started under an id of its own, the badge's row is cleared under its ETag, and the hint is removed under its own.
/// </remarks>
internal sealed partial class StartCallbacks(
    CallbackOutbox outbox,
    CallbackEndpoints endpoints,
    CallbackDeliveries deliveries,
    BadgeStore badges,
    TimeProvider clock,
    ILogger<StartCallbacks> logger)
{
    // What is left over is for the next minute: host.json lets a function run for five.
    private const int MostBadges = 2000;

    private const int AtOnce = 8;

    /// <summary>Every minute.</summary>
    [Function(nameof(StartCallbacks))]
    public async Task Run(
        [TimerTrigger("0 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var hints = await outbox.OpenAsync(cancellationToken).Take(MostBadges).ToListAsync(cancellationToken);
        if (hints.Count == 0)
        {
            return;
        }

        var registered = await endpoints.AllAsync(cancellationToken);
        await Parallel.ForEachAsync(
            hints,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (hint, stopping) => await TryFollowAsync(hint, registered, durable, stopping));
    }

    // One badge that cannot be read must not keep the others waiting.
    private async Task TryFollowAsync(
        OutboxHint hint, IReadOnlyList<CallbackEndpoint> registered, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        try
        {
            await FollowAsync(hint, registered, durable, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotStarted(logger, e, hint.Badge.BadgeId);
        }
    }

    private async Task FollowAsync(
        OutboxHint hint, IReadOnlyList<CallbackEndpoint> registered, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        if (await badges.FindAsync(hint.Badge, cancellationToken) is { } badge)
        {
            foreach (var announcement in badge.Announcements)
            {
                foreach (var endpoint in registered.Where(endpoint => endpoint.Wants(announcement.Type)))
                {
                    await StartAsync(endpoint, announcement, badge, durable, cancellationToken);
                }
            }

            if (!await badges.TryClearAnnouncementsAsync(badge, cancellationToken))
            {
                return;
            }
        }

        await outbox.RemoveAsync(hint, cancellationToken);
    }

    private async Task StartAsync(
        CallbackEndpoint endpoint, Announcement announcement, Badge badge, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var delivery = await deliveries.AddAsync(
            new CallbackDelivery(
                endpoint.Name, announcement.Id, announcement.Type, badge.Key.BadgeId, CallbackPayload.Of(announcement, badge)),
            cancellationToken);
        // One that was delivered has no workflow any more, and must not get another.
        if (delivery.State is CallbackState.Pending)
        {
            await durable.StartUnlessThereAsync(
                nameof(CallbackWorkflow),
                new CallbackTask(endpoint.Name, announcement.Id, clock.GetUtcNow()),
                new StartOrchestrationOptions(delivery.InstanceId),
                cancellationToken);
        }
    }

    [LoggerMessage(6005, LogLevel.Error, "The announcements of badge {BadgeId} could not be started; the next run tries again")]
    private static partial void LogNotStarted(ILogger logger, Exception exception, string badgeId);
}
