using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Email;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>Activity: sends the member the claim e-mail or a reminder, once a kind, while the badge can be claimed.</summary>
internal sealed class SendBadgeEmail(
    BadgeStore badges, BadgeEmailComposer composer, OnceOnlySender sender, EmailDeliveries deliveries, TimeProvider clock)
{
    [Function(nameof(SendBadgeEmail))]
    public async Task<StepResult> Run([ActivityTrigger] BadgeEmail email, CancellationToken cancellationToken)
    {
        var badge = await badges.GetAsync(email.Badge, cancellationToken);
        if (!BadgeLifecycle.IsClaimable(badge.State) || await IsReminderInVainAsync(email, cancellationToken))
        {
            return StepResult.Done(badge.State);
        }

        var result = await sender.SendAsync(
            badge.Key.BadgeId, email.Kind, deliveryId => composer.ComposeAsync(badge, email.Kind, deliveryId), cancellationToken);
        badge = await badges.ChangeAsync(
            badge.Key, nameof(SendBadgeEmail), current => Apply(current, result, clock.GetUtcNow()), cancellationToken);
        return result switch
        {
            DeliveryResult.NotNow(_, var retryAfter) => new StepResult(StepStatus.TryLater, badge.State, retryAfter),
            DeliveryResult.Blocked => new StepResult(StepStatus.Blocked, badge.State),
            _ => StepResult.Done(badge.State),
        };
    }

    // Mailing an address again that nobody has is held against the sender.
    private async Task<bool> IsReminderInVainAsync(BadgeEmail email, CancellationToken cancellationToken) =>
        email.Kind != PlannedEmail.Claim
        && await deliveries.FindAsync(email.Badge.BadgeId, PlannedEmail.Claim, cancellationToken) is { State: EmailDeliveryState.Bounced };

    private static Badge? Apply(Badge badge, DeliveryResult result, DateTimeOffset now) => result switch
    {
        DeliveryResult.NotNow(var reason, _) => badge.WithProblem(nameof(SendBadgeEmail), reason, now),
        DeliveryResult.Blocked(var reason) => badge.WithProblem(nameof(SendBadgeEmail), reason, now),
        _ when badge.Problem is { Step: nameof(SendBadgeEmail) } => badge with { Problem = null },
        _ => null,
    };
}
