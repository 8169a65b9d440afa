using System.Net;
using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Credly;

/// <summary>Activity: reads an event from Credly's API, and finds out what of ours it is about.</summary>
internal sealed class ReadCredlyEvent(CredlyClient credly, BadgeLookups lookups, BadgeStore badges)
{
    /// <returns>What is to be looked at; null when the event tells nothing of us.</returns>
    /// <exception cref="InvalidOperationException">Credly cannot be asked now; the retry policy tries again.</exception>
    [Function(nameof(ReadCredlyEvent))]
    public async Task<CredlyNews?> Run([ActivityTrigger] string eventId, CancellationToken cancellationToken)
    {
        var answer = await credly.GetEventAsync(eventId, cancellationToken);
        if (answer.Data is null && answer.Status is not HttpStatusCode.NotFound)
        {
            throw new InvalidOperationException(answer.Reason);
        }

        return answer.Data switch
        {
            { Badge: { } badge, EventType: { } type } when CredlyEventTypes.IsAboutBadge(type) => await NewsAsync(type, badge, cancellationToken),
            { BadgeTemplate: { } template, EventType: { } type } when CredlyEventTypes.IsAboutTemplate(type) => new CredlyNews(TemplateId: template.Id),
            _ => null,
        };
    }

    private async Task<CredlyNews?> NewsAsync(string type, CredlyEventBadge there, CancellationToken cancellationToken)
    {
        if (await FindAsync(there, cancellationToken) is not { } key || await badges.FindAsync(key, cancellationToken) is not { } badge)
        {
            return null;
        }

        if (badge.Platform is { } known)
        {
            // What was replaced meanwhile, or is a duplicate that somebody else issued, says nothing of our badge.
            return known.Id == there.Id && type is not CredlyEventTypes.Created
                ? new CredlyNews(key, IsDeletion: type is CredlyEventTypes.Deleted)
                : null;
        }

        // Issued, and the answer was lost: it is looked up at once and not when its pause is over.
        return badge is { State: BadgeState.Issuing, Attempt.BusyUntil: null } ? new CredlyNews(key, IsLostAnswer: true) : null;
    }

    // Our own id comes back with the badge, also while the answer to issuing it, and so its platform id, is not known here yet.
    private Task<BadgeKey?> FindAsync(CredlyEventBadge badge, CancellationToken cancellationToken) =>
        BadgeKey.IsBadgeId(badge.IssuerEarnerId)
            ? lookups.ByBadgeIdAsync(badge.IssuerEarnerId!, cancellationToken)
            : lookups.ByPlatformIdAsync(badge.Id, cancellationToken);
}

/// <summary>What an event of Credly's asks for.</summary>
/// <param name="Badge">The badge to look at; null when it is about a template.</param>
/// <param name="IsDeletion">Whether it is said to be gone from Credly.</param>
/// <param name="IsLostAnswer">Whether it is there although we never heard that it was issued.</param>
/// <param name="TemplateId">Credly's id of the template to look at.</param>
public sealed record CredlyNews(BadgeKey? Badge = null, bool IsDeletion = false, bool IsLostAnswer = false, string? TemplateId = null);
