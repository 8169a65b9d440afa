using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>
/// Activity: brings the platform in line with the badge's row: replaces the badge there when the row says something newer, takes it back
/// when the row says so. Whoever calls it twice, or at the same time, changes nothing twice.
/// </summary>
internal sealed class UpdateOnPlatform(
    BadgeStore badges, BadgeLookups lookups, BadgeTemplates templates, BadgePlatforms platforms, TimeProvider clock)
{
    private static readonly TimeSpan PauseWhileIssuing = TimeSpan.FromMinutes(1);

    [Function(nameof(UpdateOnPlatform))]
    public async Task<StepResult> Run([ActivityTrigger] BadgeKey key, CancellationToken cancellationToken)
    {
        var badge = await badges.GetAsync(key, cancellationToken);
        var work = PlatformWorks.Of(badge);
        if (work is PlatformWork.None)
        {
            return StepResult.Done(badge.State);
        }

        var now = clock.GetUtcNow();
        if (badge.Attempt?.BusyUntil is { } busy && busy > now)
        {
            return new StepResult(StepStatus.TryLater, badge.State, busy - now);
        }

        if (work is PlatformWork.Wait)
        {
            return new StepResult(StepStatus.TryLater, badge.State, PauseWhileIssuing);
        }

        var isRepeated = badge.Attempt?.Revision == badge.Revision;
        var ours = await badges.ChangeAsync(
            key, nameof(UpdateOnPlatform), current => current.ETag == badge.ETag ? PlatformWorks.Begin(current, now) : null, cancellationToken);
        if (ours.Attempt?.BusyUntil is null || ours.Attempt == badge.Attempt)
        {
            return new StepResult(StepStatus.TryLater, ours.State, PauseWhileIssuing);
        }

        var answer = work is PlatformWork.Revoke
            ? await RevokeAsync(ours, cancellationToken)
            : await ReplaceAsync(ours, isRepeated, cancellationToken);
        return await SaveAsync(ours, answer, cancellationToken);
    }

    private async Task<PlatformAnswer> RevokeAsync(Badge badge, CancellationToken cancellationToken)
    {
        var platform = platforms.Of(badge);
        if (badge.Platform is { } known)
        {
            return await platform.RevokeAsync(known.Id, badge.RevocationReason ?? "", cancellationToken);
        }

        // The answer to issuing it was lost: it is there, or it never came to be.
        var template = await templates.FindAsync(badge.TemplateCode, cancellationToken);
        var found = template is null ? new PlatformAnswer.Unknown() : await platform.FindAsync(badge, template, cancellationToken);
        return found is PlatformAnswer.Known { Badge.Badge.Id: var id }
            ? await platform.RevokeAsync(id, badge.RevocationReason ?? "", cancellationToken)
            : found;
    }

    private async Task<PlatformAnswer> ReplaceAsync(Badge badge, bool isRepeated, CancellationToken cancellationToken)
    {
        var platform = platforms.Of(badge);
        if (isRepeated && await IsReplacedAsync(platform, badge, cancellationToken) is { } done)
        {
            return done;
        }

        var template = await templates.FindAsync(badge.TemplateCode, cancellationToken);
        return template is null
            ? new PlatformAnswer.Refused($"The badge template {badge.TemplateCode} is gone.")
            : await platform.ReplaceAsync(badge, template, cancellationToken);
    }

    // The answer to an earlier attempt may have been lost: then the old badge leads to another one. Null: it does not.
    private static async Task<PlatformAnswer?> IsReplacedAsync(IBadgePlatform platform, Badge badge, CancellationToken cancellationToken) =>
        await platform.ReadAsync(badge.Platform!.Id, cancellationToken) switch
        {
            PlatformAnswer.Known { Badge.Badge.Id: var id } known => id != badge.Platform.Id ? known : null,
            PlatformAnswer.Unavailable unavailable => unavailable,
            _ => null,
        };

    private async Task<StepResult> SaveAsync(Badge badge, PlatformAnswer answer, CancellationToken cancellationToken)
    {
        if (answer is PlatformAnswer.Known { Badge.Badge.Id: var id } && id != badge.Platform?.Id)
        {
            await lookups.AddPlatformIdAsync(id, badge.Key, cancellationToken);
        }

        if (answer is PlatformAnswer.Unknown && badge is { State: BadgeState.Revoked, Platform: null })
        {
            // Nothing was ever issued: nothing is to be taken back.
            var settled = await badges.ChangeAsync(
                badge.Key, nameof(UpdateOnPlatform), current => current with { Attempt = null, Problem = null }, cancellationToken);
            return StepResult.Done(settled.State);
        }

        return await badges.SaveAnswerAsync(
            badge.Key, nameof(UpdateOnPlatform), answer, badge.Revision, clock.GetUtcNow(), cancellationToken);
    }
}
