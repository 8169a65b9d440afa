using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.OpenBadges;

namespace BadgeFunctions.Functions.Workflow;

/// <summary>
/// Activity: issues the Open Badges credential of a badge that is accepted, on whichever platform, and revokes the one that it no longer says. A
/// credential whose place did not reach the badge's row was given to nobody.
/// </summary>
internal sealed class IssueCredential(
    BadgeStore badges, BadgeTemplates templates, CredentialIssuer issuer, CredentialTable credentials, BadgeProgress progress, TimeProvider clock)
{
    [Function(nameof(IssueCredential))]
    public async Task<NextStep> Run([ActivityTrigger] BadgeKey key, CancellationToken cancellationToken)
    {
        var badge = await badges.FindAsync(key, cancellationToken);
        return progress.Next(badge) is { Step: not BadgeStep.IssueCredential } other
            ? other
            : progress.Next(BadgeSteps.CredentialFor(badge!) is CredentialUpdate.Revoke
                ? await RevokeAsync(badge!, badge!.Credential!, cancellationToken)
                : await IssueAsync(badge!, cancellationToken));
    }

    private async Task<Badge> RevokeAsync(Badge badge, BadgeCredential issued, CancellationToken cancellationToken)
    {
        await credentials.RevokeAsync(new CredentialPlace(issued.List, issued.Index), cancellationToken);
        return await badges.ChangeAsync(
            badge,
            "CredentialRevoked",
            current => current.Credential == issued ? (current with { Credential = issued with { IsRevoked = true } }).WithoutProblem(BadgeStep.IssueCredential) : null,
            cancellationToken);
    }

    private async Task<Badge> IssueAsync(Badge badge, CancellationToken cancellationToken)
    {
        try
        {
            if (await templates.FindAsync(badge.TemplateCode, cancellationToken) is { } template)
            {
                var issued = await issuer.IssueAsync(badge, template, cancellationToken);
                return await badges.ChangeAsync(badge, nameof(IssueCredential), current => Issued(current, issued), cancellationToken);
            }

            return await FailedAsync(badge, $"The badge template {badge.TemplateCode} is gone or cannot be read.", BadgeProblem.PauseAfterRefusal, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            // The vault that signs: the badge's other steps do not wait for it.
            return await FailedAsync(badge, e.Message, pause: null, cancellationToken);
        }
    }

    // What the row says otherwise by now is revoked by the next step.
    private static Badge? Issued(Badge current, BadgeCredential issued) =>
        current.Credential is { IsRevoked: false } ? null : (current with { Credential = issued }).WithoutProblem(BadgeStep.IssueCredential);

    private Task<Badge> FailedAsync(Badge badge, string reason, TimeSpan? pause, CancellationToken cancellationToken) => badges.ChangeAsync(
        badge,
        nameof(IssueCredential),
        current => BadgeSteps.CredentialFor(current) is null ? null : current.WithProblem(BadgeStep.IssueCredential, reason, pause, clock.GetUtcNow()),
        cancellationToken);
}
