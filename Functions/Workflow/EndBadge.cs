using BadgeFunctions.Functions.Badges;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Workflow;

/// <summary>Activity: ends a badge whose validity is over (it expires), or that nobody claimed in its window (it lapses).</summary>
internal sealed class EndBadge(BadgeStore badges, BadgeProgress progress, IOptions<ClaimOptions> claims, TimeProvider clock)
{
    [Function(nameof(EndBadge))]
    public async Task<NextStep> Run([ActivityTrigger] BadgeKey key, CancellationToken cancellationToken) => progress.Next(
        await badges.ChangeAsync(key, nameof(EndBadge), End, cancellationToken));

    private Badge? End(Badge badge)
    {
        var now = clock.GetUtcNow();
        var ended = Validity.IsOver(badge.ExpiresOn, now) ? badge.After(BadgeEvent.ValidityEnded, now)
            : now >= badge.ClaimableUntil ? badge.After(BadgeEvent.ClaimWindowEnded, now)
            : null;
        return ended is null ? null : BadgeSteps.WithoutOldProblems(ended, claims.Value);
    }
}
