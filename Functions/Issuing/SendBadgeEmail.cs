using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Email;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>Activity: sends the member the claim e-mail or a reminder, once a kind, while the badge can be claimed.</summary>
internal sealed class SendBadgeEmail(BadgeStore badges, EmailDeliveries deliveries, BadgeMailer mailer)
{
    [Function(nameof(SendBadgeEmail))]
    public async Task<StepResult> Run([ActivityTrigger] BadgeEmail email, CancellationToken cancellationToken)
    {
        var badge = await badges.GetAsync(email.Badge, cancellationToken);
        return BadgeLifecycle.IsClaimable(badge.State) && !await IsReminderInVainAsync(email, cancellationToken)
            ? await mailer.SendAsync(badge, email.Kind, nameof(SendBadgeEmail), cancellationToken)
            : StepResult.Done(badge.State);
    }

    // Mailing an address again that nobody has is held against the sender.
    private async Task<bool> IsReminderInVainAsync(BadgeEmail email, CancellationToken cancellationToken) =>
        email.Kind != PlannedEmail.Claim
        && await deliveries.FindAsync(email.Badge.BadgeId, PlannedEmail.Claim, cancellationToken) is { State: EmailDeliveryState.Bounced };
}
