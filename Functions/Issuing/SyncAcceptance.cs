using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>Activity: reads the badge from the platform and writes the member's decision, its time and the public address.</summary>
internal sealed class SyncAcceptance(BadgeStore badges, IBadgePlatform platform, TimeProvider clock)
{
    [Function(nameof(SyncAcceptance))]
    public async Task<StepResult> Run([ActivityTrigger] BadgeKey key, CancellationToken cancellationToken)
    {
        var badge = await badges.GetAsync(key, cancellationToken);
        if (badge.Platform is null)
        {
            return StepResult.Done(badge.State);
        }

        var answer = await platform.ReadAsync(badge.Platform.Id, cancellationToken);
        return await badges.SaveAnswerAsync(key, nameof(SyncAcceptance), answer, clock.GetUtcNow(), cancellationToken);
    }
}
