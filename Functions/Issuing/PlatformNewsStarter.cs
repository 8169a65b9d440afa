using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>Starts the follow-up of a badge that may be in another state on its platform than here.</summary>
internal sealed class PlatformNewsStarter
{
    // Not one at a time: a follow-up that runs already may have read the badge before this news.
    public Task StartAsync(DurableTaskClient durable, BadgeKey badge, CancellationToken cancellationToken) => durable.StartUnlessThereAsync(
        nameof(PlatformNewsWorkflow),
        new PlatformNews(badge),
        new StartOrchestrationOptions(PlatformNewsWorkflow.NewInstanceIdOf(badge.BadgeId)),
        cancellationToken);
}
