using System.Net;
using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Credly;

/// <summary>Activity: the badge of ours that an event of Credly's is about.</summary>
internal sealed class FindEventBadge(CredlyClient credly, BadgeLookups lookups)
{
    /// <returns>The badge id, or null when the event tells nothing of a badge of ours.</returns>
    /// <exception cref="InvalidOperationException">Credly cannot be asked now; the retry policy tries again.</exception>
    [Function(nameof(FindEventBadge))]
    public async Task<string?> Run([ActivityTrigger] string eventId, CancellationToken cancellationToken)
    {
        var answer = await credly.GetEventAsync(eventId, cancellationToken);
        if (answer.Data is null && answer.Status is not HttpStatusCode.NotFound)
        {
            throw new InvalidOperationException(answer.Reason);
        }

        return answer.Data is { EventType: "badge.state.changed", Badge: { } badge } ? await FindAsync(badge, cancellationToken) : null;
    }

    // Our own id comes back with the badge, also while the answer to issuing it, and so its platform id, is not known here yet.
    private async Task<string?> FindAsync(CredlyEventBadge badge, CancellationToken cancellationToken) =>
        BadgeKey.IsBadgeId(badge.IssuerEarnerId)
            ? badge.IssuerEarnerId
            : (await lookups.ByPlatformIdAsync(badge.Id, cancellationToken))?.BadgeId;
}
