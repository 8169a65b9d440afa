using System.Net;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Credly.Templates;

namespace BadgeFunctions.Functions.Credly;

/// <summary>Receives an event of Credly's: what it says is never believed, but looked up. Received again it does no harm.</summary>
internal sealed class CredlyEvents(CredlyClient credly, BadgeLookups lookups, BadgeStore badges, CredlyTemplateSync templates)
{
    /// <param name="eventId">The event's id, as a webhook names it.</param>
    /// <param name="durable">Where the badge's workflow runs.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null when it is done; otherwise why Credly cannot be asked now.</returns>
    public async Task<string?> ReceiveAsync(string eventId, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var answer = await credly.GetEventAsync(eventId, cancellationToken);
        if (answer.Data is null)
        {
            return answer.Status is HttpStatusCode.NotFound ? null : answer.Reason;
        }

        if (!CredlyEventTypes.IsFollowedUp(answer.Data.EventType))
        {
            return null;
        }

        if (answer.Data.BadgeTemplate is { Id: { Length: > 0 } templateId })
        {
            return await templates.SyncAsync(templateId, cancellationToken);
        }

        if (answer.Data.Badge is { } there && await FindAsync(there, cancellationToken) is { } badge)
        {
            await TellAsync(badge, answer.Data, durable, cancellationToken);
        }

        return null;
    }

    /// <summary>Tells the workflow of the badge that an event is about, unless the badge knows of it already.</summary>
    /// <param name="told">The event.</param>
    /// <param name="durable">Where the badge's workflow runs.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether the workflow was told.</returns>
    public async Task<bool> CatchUpAsync(CredlyEvent told, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        if (told.Badge is not { } there
            || await FindAsync(there, cancellationToken) is not { } badge
            || !IsNews(told, there, badge))
        {
            return false;
        }

        await TellAsync(badge, told, durable, cancellationToken);
        return true;
    }

    private static bool IsNews(CredlyEvent told, CredlyEventBadge there, Badge badge) => badge switch
    {
        // What was replaced meanwhile, or is a duplicate that somebody else issued, says nothing of our badge.
        { Platform: { } known } => known.Id == there.Id
            && told.EventType is not CredlyEventTypes.Created
            && !(badge.SyncedAt >= told.OccurredAt),
        // Issued, and the answer was lost: it is looked up at once and not when its pause is over.
        _ => badge.State is BadgeState.Issuing && badge.ProblemOf(BadgeStep.IssueBadge) is not null,
    };

    private async Task TellAsync(Badge badge, CredlyEvent told, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var noted = await badges.NoteNewsAsync(badge, told.EventType is CredlyEventTypes.Deleted, cancellationToken);
        await BadgeSignal.RaiseAsync(durable, badge.Key, noted.State, cancellationToken);
    }

    // Credly returns our own id with the badge.
    private async Task<Badge?> FindAsync(CredlyEventBadge there, CancellationToken cancellationToken)
    {
        var id = there.IssuerEarnerId
            ?? (there.Id is { Length: > 0 } badgeId ? (await credly.GetBadgeAsync(badgeId, cancellationToken)).Data?.IssuerEarnerId : null);
        return BadgeKey.IsBadgeId(id) && await lookups.FindAsync(id!, cancellationToken) is { } key ? await badges.FindAsync(key, cancellationToken) : null;
    }
}

/// <summary>The types of Credly's events that we follow up; others are ignored. Source: credly.com/docs/webhooks.</summary>
internal static class CredlyEventTypes
{
    public const string Created = "badge.created";
    public const string Deleted = "badge.deleted";
    public const string StateChanged = "badge.state.changed";
    private const string TemplatePrefix = "badge_template.";

    public const string PrivacyChanged = "badge.privacy.changed";

    /// <summary>Whether an event of this type is followed up.</summary>
    public static bool IsFollowedUp(string? type) => type is not null && (IsAboutBadge(type) || IsAboutTemplate(type));

    public static bool IsAboutTemplate(string type) => type.StartsWith(TemplatePrefix, StringComparison.Ordinal);

    /// <summary>Whether a text has the form of an event's id; it becomes part of an address.</summary>
    public static bool IsId(string? text) =>
        text is { Length: > 0 and <= 64 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    public static bool IsAboutBadge(string type) => type is Created or Deleted or StateChanged or PrivacyChanged;
}
