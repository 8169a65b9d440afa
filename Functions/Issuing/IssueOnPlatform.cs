using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>
/// Activity: issues the badge on the platform, once. Before it asks, the row says so; from then on it looks the badge up before
/// it issues again, because the answer to an earlier attempt may have been lost.
/// </summary>
internal sealed class IssueOnPlatform(
    BadgeStore badges, BadgeTemplates templates, BadgePlatforms platforms, PlatformAnswers answers, TimeProvider clock)
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
        if (template is null)
        {
            var gone = new PlatformAnswer.Refused($"The badge template {badge.TemplateCode} is gone.");
            return await answers.SaveAsync(badge, nameof(IssueOnPlatform), gone, null, cancellationToken);
        }

        return await IssueOnceAsync(badge, template, cancellationToken);
    }

    private async Task<StepResult> IssueOnceAsync(Badge badge, BadgeTemplate template, CancellationToken cancellationToken)
    {
        var platform = platforms.Of(badge);
        if (badge.Attempt is { } earlier
            && await platform.FindAsync(badge, template, cancellationToken) is not PlatformAnswer.Unknown and var found)
        {
            return await answers.SaveAsync(badge, nameof(IssueOnPlatform), found, earlier.Revision, cancellationToken);
        }

        badge = await badges.ChangeAsync(
            badge.Key,
            "PlatformTried",
            current => current.State is BadgeState.Issuing ? PlatformWorks.Begin(current, clock.GetUtcNow()) : null,
            cancellationToken);
        if (badge.State is not BadgeState.Issuing)
        {
            return StepResult.Done(badge.State);
        }

        var answer = await platform.IssueAsync(badge, template, cancellationToken);
        if (answer is PlatformAnswer.Duplicate duplicate)
        {
            answer = await AdoptAsync(badge, template, platform, duplicate, cancellationToken);
        }

        return await answers.SaveAsync(badge, nameof(IssueOnPlatform), answer, badge.Revision, cancellationToken);
    }

    private static async Task<PlatformAnswer> AdoptAsync(
        Badge badge, BadgeTemplate template, IBadgePlatform platform, PlatformAnswer.Duplicate duplicate, CancellationToken cancellationToken) =>
        await platform.FindAsync(badge, template, cancellationToken) is not PlatformAnswer.Unknown and var found
            ? found
            : new PlatformAnswer.Refused(duplicate.Reason);
}
