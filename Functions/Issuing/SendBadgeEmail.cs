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
        return BadgeLifecycle.IsClaimable(badge.State) && !await IsReminderInVainAsync(badge, email, cancellationToken)
            ? await mailer.SendAsync(badge, email.Kind, nameof(SendBadgeEmail), cancellationToken)
            : StepResult.Done(badge.State);
    }

    // Mailing an address again that nobody has is held against the sender.
    private async Task<bool> IsReminderInVainAsync(Badge badge, BadgeEmail email, CancellationToken cancellationToken) =>
        email.Kind != PlannedEmail.Claim && await LastAsync(badge, cancellationToken) is { State: EmailDeliveryState.Bounced };

    // What went out last went to the address that the member has now.
    private async Task<EmailDelivery?> LastAsync(Badge badge, CancellationToken cancellationToken)
    {
        for (var revision = badge.Revision; revision > 1; revision--)
        {
            if (await deliveries.FindAsync(badge.Key.BadgeId, PlannedEmail.Update(revision), cancellationToken) is { } update)
            {
                return update;
            }
        }

        return await deliveries.FindAsync(badge.Key.BadgeId, PlannedEmail.Claim, cancellationToken);
    }
}
