using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Email;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>Sends an e-mail about a badge, once a kind, and notes on the badge's row why it could not.</summary>
internal sealed class BadgeMailer(BadgeStore badges, BadgeEmailComposer composer, OnceOnlySender sender, TimeProvider clock)
{
    /// <param name="badge">The badge.</param>
    /// <param name="kind">See <see cref="PlannedEmail.Kind"/>.</param>
    /// <param name="step">The step that sends it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<StepResult> SendAsync(Badge badge, string kind, string step, CancellationToken cancellationToken)
    {
        var result = await sender.SendAsync(
            badge.Key.BadgeId, kind, deliveryId => composer.ComposeAsync(badge, kind, deliveryId), cancellationToken);
        badge = await badges.ChangeAsync(badge.Key, step, current => Apply(current, step, result, clock.GetUtcNow()), cancellationToken);
        return result switch
        {
            DeliveryResult.UnderWay(var retryAfter) => new StepResult(StepStatus.TryLater, badge.State, retryAfter),
            DeliveryResult.NotNow(_, var retryAfter) => new StepResult(StepStatus.TryLater, badge.State, retryAfter),
            DeliveryResult.Blocked => new StepResult(StepStatus.Blocked, badge.State),
            _ => StepResult.Done(badge.State),
        };
    }

    private static Badge? Apply(Badge badge, string step, DeliveryResult result, DateTimeOffset now) => result switch
    {
        DeliveryResult.NotNow(var reason, _) => badge.WithProblem(step, reason, now),
        DeliveryResult.Blocked(var reason) => badge.WithProblem(step, reason, now),
        DeliveryResult.UnderWay => null,
        _ when badge.Problem?.Step == step => badge with { Problem = null },
        _ => null,
    };
}
