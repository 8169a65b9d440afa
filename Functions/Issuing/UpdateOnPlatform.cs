using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>
/// Activity: brings the platform in line with the badge's row: replaces the badge there when the row says something newer, takes it back
/// when the row says so. Whoever calls it twice, or at the same time, changes nothing twice.
/// </summary>
internal sealed class UpdateOnPlatform(
    BadgeStore badges, BadgeTemplates templates, BadgePlatforms platforms, PlatformAnswers answers, BadgeWaker waker, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    [Function(nameof(UpdateOnPlatform))]
    public async Task<StepResult> Run(
        [ActivityTrigger] BadgeKey key, [DurableClient] DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var badge = await badges.GetAsync(key, cancellationToken);
        var now = clock.GetUtcNow();
        var work = PlatformWorks.Of(badge, now);
        if (work is PlatformWork.None)
        {
            return StepResult.Done(badge.State);
        }

        if (badge.Attempt?.BusyUntil is { } busy && busy > now)
        {
            return new StepResult(StepStatus.TryLater, badge.State, busy - now);
        }

        return work switch
        {
            PlatformWork.Wait => await WaitAsync(badge, durable, cancellationToken),
            PlatformWork.Issue => await IssueAfterAllAsync(badge, durable, cancellationToken),
            _ => await UpdateAsync(badge, durable, cancellationToken),
        };
    }

    // Its workflow may have ended when it expired.
    private async Task<StepResult> WaitAsync(Badge badge, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        await waker.WakeAsync(durable, badge, cancellationToken);
        return new StepResult(StepStatus.TryLater, badge.State, Pause);
    }

    private async Task<StepResult> IssueAfterAllAsync(Badge badge, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        await badges.ChangeAsync(
            badge.Key,
            nameof(BadgeEvent.Renewed),
            current => PlatformWorks.Of(current, clock.GetUtcNow()) is PlatformWork.Issue ? current.After(BadgeEvent.Renewed, clock.GetUtcNow()) : null,
            cancellationToken);
        return await Run(badge.Key, durable, cancellationToken);
    }

    private async Task<StepResult> UpdateAsync(Badge badge, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        if (PlatformWorks.IsAnswerMissing(badge) && await FindReplacementAsync(badge, cancellationToken) is { } missed)
        {
            // It shows what was sent then. The row may say something newer by now.
            var caughtUp = await answers.SaveAsync(badge, nameof(UpdateOnPlatform), missed, badge.Attempt!.Revision, cancellationToken);
            return caughtUp.Status is StepStatus.Done ? await Run(badge.Key, durable, cancellationToken) : caughtUp;
        }

        if (await BeginAsync(badge, cancellationToken) is not { } begun)
        {
            return new StepResult(StepStatus.TryLater, badge.State, Pause);
        }

        return await SaveAsync(begun, await SendAsync(begun, cancellationToken), cancellationToken);
    }

    // The answer to an earlier attempt was lost: when that was carried out, the old badge leads to another one. Null: it does not.
    private async Task<PlatformAnswer?> FindReplacementAsync(Badge badge, CancellationToken cancellationToken) =>
        await platforms.Of(badge).ReadAsync(badge.Platform!.Id, cancellationToken) switch
        {
            PlatformAnswer.Known { Badge.Badge.Id: var id } known => id != badge.Platform.Id ? known : null,
            PlatformAnswer.Unavailable unavailable => unavailable,
            _ => null,
        };

    /// <returns>The badge with our attempt; null when somebody else was faster.</returns>
    private async Task<Badge?> BeginAsync(Badge badge, CancellationToken cancellationToken)
    {
        var isOurs = false;
        var begun = await badges.ChangeAsync(
            badge.Key,
            nameof(UpdateOnPlatform),
            current => (isOurs = current.ETag == badge.ETag) ? PlatformWorks.Begin(current, clock.GetUtcNow()) : null,
            cancellationToken);
        return isOurs ? begun : null;
    }

    private async Task<PlatformAnswer> SendAsync(Badge badge, CancellationToken cancellationToken)
    {
        var platform = platforms.Of(badge);
        if (badge is { State: BadgeState.Revoked, Platform: { } known })
        {
            return await platform.RevokeAsync(known.Id, badge.RevocationReason ?? "", cancellationToken);
        }

        if (await templates.FindAsync(badge.TemplateCode, cancellationToken) is not { } template)
        {
            return new PlatformAnswer.Refused($"The badge template {badge.TemplateCode} is gone.");
        }

        if (badge.State is not BadgeState.Revoked)
        {
            return await platform.ReplaceAsync(badge, template, cancellationToken);
        }

        // The answer to issuing it was lost: it is there, or it never came to be.
        var found = await platform.FindAsync(badge, template, cancellationToken);
        return found is PlatformAnswer.Known { Badge.Badge.Id: var id }
            ? await platform.RevokeAsync(id, badge.RevocationReason ?? "", cancellationToken)
            : found;
    }

    private async Task<StepResult> SaveAsync(Badge badge, PlatformAnswer answer, CancellationToken cancellationToken)
    {
        if (answer is PlatformAnswer.Unknown && badge is { State: BadgeState.Revoked, Platform: null })
        {
            // Nothing was ever issued: nothing is to be taken back.
            var settled = await badges.ChangeAsync(
                badge.Key, nameof(UpdateOnPlatform), current => current with { Attempt = null, Problem = null }, cancellationToken);
            return StepResult.Done(settled.State);
        }

        return await answers.SaveAsync(badge, nameof(UpdateOnPlatform), answer, badge.Revision, cancellationToken);
    }
}
