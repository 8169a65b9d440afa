using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>
/// Activity: issues the badge on the platform, once. Before it asks, the row says so; from then on it looks the badge up before
/// it issues again, because the answer to an earlier attempt may have been lost.
/// </summary>
internal sealed class IssueOnPlatform(
    BadgeStore badges, BadgeLookups lookups, BadgeTemplates templates, IBadgePlatform platform, TimeProvider clock)
{
    [Function(nameof(IssueOnPlatform))]
    public async Task<StepResult> Run([ActivityTrigger] BadgeKey key, CancellationToken cancellationToken)
    {
        var badge = await badges.GetAsync(key, cancellationToken);
        if (badge.State is not BadgeState.Issuing)
        {
            return StepResult.Done(badge.State);
        }

        var template = await templates.FindAsync(badge.TemplateCode, cancellationToken);
        var answer = template is null
            ? new PlatformAnswer.Refused($"The badge template {badge.TemplateCode} is gone.")
            : await IssueOnceAsync(badge, template, cancellationToken);
        return await SaveAsync(key, answer, cancellationToken);
    }

    private async Task<PlatformAnswer> IssueOnceAsync(Badge badge, BadgeTemplate template, CancellationToken cancellationToken)
    {
        if (badge.PlatformTriedAt is not null
            && await platform.FindAsync(badge, template, cancellationToken) is not PlatformAnswer.Unknown and var found)
        {
            return found;
        }

        var now = clock.GetUtcNow();
        await badges.ChangeAsync(
            badge.Key, "PlatformTried", b => b.PlatformTriedAt is null ? b with { PlatformTriedAt = now } : null, cancellationToken);
        var answer = await platform.IssueAsync(badge, template, cancellationToken);
        return answer is PlatformAnswer.Duplicate duplicate
            ? await AdoptAsync(badge, template, duplicate, cancellationToken)
            : answer;
    }

    private async Task<PlatformAnswer> AdoptAsync(
        Badge badge, BadgeTemplate template, PlatformAnswer.Duplicate duplicate, CancellationToken cancellationToken) =>
        await platform.FindAsync(badge, template, cancellationToken) is not PlatformAnswer.Unknown and var found
            ? found
            : new PlatformAnswer.Refused(duplicate.Reason);

    private async Task<StepResult> SaveAsync(BadgeKey key, PlatformAnswer answer, CancellationToken cancellationToken)
    {
        if (answer is PlatformAnswer.Known { Badge.Badge.Id: var platformId })
        {
            await lookups.AddPlatformIdAsync(platformId, key, cancellationToken);
        }

        return await badges.SaveAnswerAsync(key, nameof(IssueOnPlatform), answer, clock.GetUtcNow(), cancellationToken);
    }
}
