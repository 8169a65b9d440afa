using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Workflow;

/// <summary>
/// Activity: looks at the badge, and where the platform may show it differently, at the platform: acceptance, rejection, revocation,
/// replacement, its public address, and whether its page is public.
/// </summary>
internal sealed class SyncAcceptance(BadgeStore badges, BadgePlatforms platforms, BadgeProgress progress)
{
    [Function(nameof(SyncAcceptance))]
    public async Task<NextStep> Run([ActivityTrigger] BadgeKey key, CancellationToken cancellationToken)
    {
        var badge = await badges.FindAsync(key, cancellationToken);
        var next = progress.Next(badge);
        if (badge?.Platform is not { } known || next.Step is not BadgeStep.SyncAcceptance)
        {
            return next;
        }

        var answer = await platforms.Of(badge).ReadAsync(known.Id, cancellationToken);
        return progress.Next(await progress.SaveAsync(badge, BadgeStep.SyncAcceptance, answer, null, cancellationToken));
    }
}
