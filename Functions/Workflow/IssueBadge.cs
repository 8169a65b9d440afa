using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Certification;

namespace BadgeFunctions.Functions.Workflow;

/// <summary>
/// Activity: records the award, and issues the badge on the platform, once. Before the platform is asked the row says so; from then on
/// the badge is looked up before it is issued again, because the answer to an earlier attempt may have been lost.
/// </summary>
internal sealed class IssueBadge(
    BadgeStore badges,
    AwardRecorder recorder,
    MemberChange memberChange,
    BadgeTemplates templates,
    BadgePlatforms platforms,
    BadgeProgress progress,
    TimeProvider clock)
{
    [Function(nameof(IssueBadge))]
    public async Task<NextStep> Run(
        [ActivityTrigger] BadgeStart start, [DurableClient] DurableTaskClient durable, CancellationToken cancellationToken)
    {
        if (start.Awarded is not var (award, toldAt))
        {
            var known = await badges.FindAsync(start.Badge, cancellationToken);
            return progress.Next(known is null ? null : await IssueAsync(known, isFirst: false, cancellationToken));
        }

        var template = await templates.FindAsync(award.TemplateCode, cancellationToken);
        return await recorder.RecordAsync(
            award, toldAt, template, member => memberChange.ApplyAsync(member, durable, cancellationToken), cancellationToken) is var (badge, isNew)
            ? progress.Next(await IssueAsync(badge, isFirst: isNew && badge.Attempt is not null, cancellationToken))
            : progress.Next(null);
    }

    private async Task<Badge> IssueAsync(Badge badge, bool isFirst, CancellationToken cancellationToken)
    {
        if (progress.Next(badge).Step is not BadgeStep.IssueBadge)
        {
            return badge;
        }

        if (await templates.FindAsync(badge.TemplateCode, cancellationToken) is not { } template)
        {
            var gone = new PlatformAnswer.Refused($"The badge template {badge.TemplateCode} is gone or cannot be read.");
            return await progress.SaveAsync(badge, BadgeStep.IssueBadge, gone, null, cancellationToken);
        }

        if (badge.Attempt is { } earlier && !isFirst
            && await platforms.Of(badge).FindAsync(badge, template, cancellationToken) is not PlatformAnswer.Unknown and var found)
        {
            return await progress.SaveAsync(badge, BadgeStep.IssueBadge, found, earlier.Revision, cancellationToken);
        }

        return isFirst ? await AskAsync(badge, template, cancellationToken) : await BeginAsync(badge, template, cancellationToken);
    }

    private async Task<Badge> BeginAsync(Badge badge, BadgeTemplate template, CancellationToken cancellationToken)
    {
        badge = await badges.ChangeAsync(badge, "PlatformTried", current => Begin(current, template), cancellationToken);
        return badge.State is BadgeState.Issuing ? await AskAsync(badge, template, cancellationToken) : badge;
    }

    // What was recorded without its template learns from it now.
    private Badge? Begin(Badge badge, BadgeTemplate template) => badge.State is not BadgeState.Issuing ? null : badge with
    {
        Name = badge.Attempt is null ? template.Name : badge.Name,
        PlatformName = badge.Attempt is null ? template.Platform : badge.PlatformName,
        Attempt = new PlatformAttempt(badge.Attempt?.At ?? clock.GetUtcNow(), badge.Revision),
    };

    private async Task<Badge> AskAsync(Badge badge, BadgeTemplate template, CancellationToken cancellationToken)
    {
        var platform = platforms.Of(badge);
        var answer = await platform.IssueAsync(badge, template, cancellationToken);
        if (answer is PlatformAnswer.Duplicate && await platform.FindAsync(badge, template, cancellationToken) is not PlatformAnswer.Unknown and var found)
        {
            answer = found;
        }

        return await progress.SaveAsync(badge, BadgeStep.IssueBadge, answer, badge.Revision, cancellationToken);
    }
}
