using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Workflow;

/// <summary>
/// Activity: brings the platform in line with the badge's row: replaces the badge there when the row says something newer (a renewal, a
/// correction, another address), and revokes it when the row says so. A badge that the revoked one stood in the way of is issued then.
/// </summary>
internal sealed class UpdatePlatform(
    BadgeStore badges,
    MemberStore members,
    AddressDigest digests,
    BadgeTemplates templates,
    BadgePlatforms platforms,
    BadgeProgress progress,
    TimeProvider clock)
{
    [Function(nameof(UpdatePlatform))]
    public async Task<NextStep> Run(
        [ActivityTrigger] BadgeKey key, [DurableClient] DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var badge = await badges.FindAsync(key, cancellationToken);
        return progress.Next(badge) is { Step: not BadgeStep.UpdatePlatform } other
            ? other
            : progress.Next(BadgeSteps.UpdateFor(badge!) is PlatformUpdate.Revoke
                ? await RevokeAsync(badge!, durable, cancellationToken)
                : await ReplaceAsync(badge!, cancellationToken));
    }

    private async Task<Badge> ReplaceAsync(Badge badge, CancellationToken cancellationToken)
    {
        if (BadgeSteps.IsAnswerMissing(badge) && await FindReplacementAsync(badge, cancellationToken) is { } missed)
        {
            // It shows what was sent then. The row may say something newer by now: that is the next step.
            return await progress.SaveAsync(badge, BadgeStep.UpdatePlatform, missed, badge.Attempt!.Revision, cancellationToken);
        }

        if (await templates.FindAsync(badge.TemplateCode, cancellationToken) is not { } template)
        {
            var gone = new PlatformAnswer.Refused($"The badge template {badge.TemplateCode} is gone or cannot be read.");
            return await progress.SaveAsync(badge, BadgeStep.UpdatePlatform, gone, null, cancellationToken);
        }

        badge = await badges.ChangeAsync(badge, "PlatformTried", Begin, cancellationToken);
        if (BadgeSteps.UpdateFor(badge) is not PlatformUpdate.Replace)
        {
            return badge;
        }

        var answer = await platforms.Of(badge).ReplaceAsync(badge, template, cancellationToken);
        return await progress.SaveAsync(badge, BadgeStep.UpdatePlatform, answer, badge.Revision, cancellationToken);
    }

    private Badge? Begin(Badge badge) => BadgeSteps.UpdateFor(badge) is PlatformUpdate.Replace
        ? badge with { Attempt = new PlatformAttempt(badge.Attempt?.At ?? clock.GetUtcNow(), badge.Revision) }
        : null;

    // The answer to an earlier attempt was lost: when that was carried out, the old badge leads to another one. Null: it does not.
    private async Task<PlatformAnswer?> FindReplacementAsync(Badge badge, CancellationToken cancellationToken) =>
        await platforms.Of(badge).ReadAsync(badge.Platform!.Id, cancellationToken) switch
        {
            PlatformAnswer.Known { Badge.Badge.Id: var id } known => id != badge.Platform.Id ? known : null,
            PlatformAnswer.Unavailable unavailable => unavailable,
            _ => null,
        };

    private async Task<Badge> RevokeAsync(Badge badge, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var platform = platforms.Of(badge);
        if (badge.Platform is { } known)
        {
            var revoked = await platform.RevokeAsync(known.Id, badge.RevocationReason ?? "", cancellationToken);
            await ReleaseAsync(badge, durable, cancellationToken);
            return await progress.SaveAsync(badge, BadgeStep.UpdatePlatform, revoked, badge.Revision, cancellationToken);
        }

        // The answer to issuing it was lost: it is there, or it never came to be.
        var template = await templates.FindAsync(badge.TemplateCode, cancellationToken);
        var found = template is null
            ? new PlatformAnswer.Refused($"The badge template {badge.TemplateCode} is gone or cannot be read.")
            : await platform.FindAsync(badge, template, cancellationToken);
        return found switch
        {
            PlatformAnswer.Known { Badge.Badge.Id: var id } => await progress.SaveAsync(
                badge,
                BadgeStep.UpdatePlatform,
                await platform.RevokeAsync(id, badge.RevocationReason ?? "", cancellationToken),
                badge.Revision,
                cancellationToken),
            PlatformAnswer.Unknown => await badges.ChangeAsync(
                badge,
                nameof(UpdatePlatform),
                current => current.WithoutProblem(BadgeStep.UpdatePlatform, BadgeStep.IssueBadge) with { Attempt = null },
                cancellationToken),
            _ => await progress.SaveAsync(badge, BadgeStep.UpdatePlatform, found, badge.Revision, cancellationToken),
        };
    }

    // The platform has one badge of a template for an address: what was refused for this one's sake need not wait for its next day.
    private async Task ReleaseAsync(Badge revoked, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        foreach (var account in await members.FindByAddressAsync(digests.Of(revoked.Recipient.Email), cancellationToken))
        {
            foreach (var badge in await badges.OfAccountAsync(account, cancellationToken))
            {
                if (badge.Block is BadgeBlock.Duplicate && badge.TemplateCode == revoked.TemplateCode)
                {
                    var noted = await badges.NoteNewsAsync(badge, isDeletion: false, cancellationToken);
                    await BadgeSignal.RaiseAsync(durable, badge.Key, noted.State, cancellationToken);
                }
            }
        }
    }
}
