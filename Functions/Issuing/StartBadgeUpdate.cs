using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>Activity: hands a badge over to a follow-up that goes on until all is done; see <see cref="BadgeUpdateStarter"/>.</summary>
internal sealed class StartBadgeUpdate(BadgeUpdateStarter updates)
{
    [Function(nameof(StartBadgeUpdate))]
    public Task Run([ActivityTrigger] BadgeKey key, [DurableClient] DurableTaskClient durable, CancellationToken cancellationToken) =>
        updates.StartAsync(durable, key, cancellationToken);
}
