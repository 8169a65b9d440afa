using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Email;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>Activity: tells the member that their badge was taken back or changed, once for each revision.</summary>
internal sealed class SendBadgeNotice(BadgeStore badges, EmailDeliveries deliveries, BadgeMailer mailer)
{
    [Function(nameof(SendBadgeNotice))]
    public async Task<StepResult> Run([ActivityTrigger] BadgeKey key, CancellationToken cancellationToken)
    {
        var badge = await badges.GetAsync(key, cancellationToken);
        return KindFor(badge) is { } kind && await HasHeardOfItAsync(badge, cancellationToken)
            ? await mailer.SendAsync(badge, kind, nameof(SendBadgeNotice), cancellationToken)
            : StepResult.Done(badge.State);
    }

    /// <summary>What the member is to be told of the badge as it stands; null for nothing. What they are told of is on the platform already.</summary>
    public static string? KindFor(Badge badge) => badge switch
    {
        { State: BadgeState.Revoked } => PlannedEmail.Revoked,
        { Revision: > 1 } when badge.Platform?.Revision == badge.Revision
            && (badge.State is BadgeState.Accepted || BadgeLifecycle.IsClaimable(badge.State)) => PlannedEmail.Update(badge.Revision),
        _ => null,
    };

    // Whoever has yet to get the first e-mail gets it with what is true by then.
    private async Task<bool> HasHeardOfItAsync(Badge badge, CancellationToken cancellationToken) =>
        badge.AcceptedAt is not null
        || await deliveries.FindAsync(badge.Key.BadgeId, PlannedEmail.Claim, cancellationToken) is { State: not EmailDeliveryState.NotSent };
}
