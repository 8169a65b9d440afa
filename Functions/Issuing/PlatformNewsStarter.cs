using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>Starts the follow-up of a badge that may be in another state on its platform than here.</summary>
internal sealed class PlatformNewsStarter
{
    public async Task StartAsync(DurableTaskClient durable, BadgeKey badge, CancellationToken cancellationToken)
    {
        var start = new StartOrchestrationOptions(PlatformNewsWorkflow.InstanceIdOf(badge.BadgeId));
        if (await durable.GetInstanceAsync(start.InstanceId!, cancellationToken) is not { IsCompleted: false })
        {
            await durable.StartUnlessThereAsync(nameof(PlatformNewsWorkflow), new PlatformNews(badge), start, cancellationToken);
        }
    }
}
