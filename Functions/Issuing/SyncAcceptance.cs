using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>Activity: reads the badge from the platform and writes the member's decision, its time and the public address.</summary>
internal sealed class SyncAcceptance(BadgeStore badges, PlatformReader reader)
{
    [Function(nameof(SyncAcceptance))]
    public async Task<StepResult> Run([ActivityTrigger] BadgeKey key, CancellationToken cancellationToken)
    {
        var badge = await badges.GetAsync(key, cancellationToken);
        // Whoever told the workflow to look has read it a moment ago.
        return badge.Platform is null || BadgeLifecycle.IsSettled(badge.State)
            ? StepResult.Done(badge.State)
            : (await reader.ReadAsync(badge, nameof(SyncAcceptance), cancellationToken)).Result;
    }
}
