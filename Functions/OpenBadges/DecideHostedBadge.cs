using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>Activity: writes a member's decision on the hosted badge's row, if the page has not.</summary>
internal sealed class DecideHostedBadge(HostedBadges hosted, TimeProvider clock)
{
    /// <exception cref="InvalidOperationException">The badge is being replaced at this moment; the retry policy tries again.</exception>
    [Function(nameof(DecideHostedBadge))]
    public async Task Run([ActivityTrigger] HostedDecision decision, CancellationToken cancellationToken)
    {
        var badge = await hosted.ChangeAsync(
            decision.HostedId, current => decision.ApplyTo(current, clock.GetUtcNow()), cancellationToken);
        if (badge is { State: not PlatformState.Accepted, ReplacedBy: not null })
        {
            throw new InvalidOperationException($"Badge {decision.HostedId} is being replaced.");
        }
    }
}
