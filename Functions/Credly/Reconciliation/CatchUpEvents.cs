using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Issuing;

namespace BadgeFunctions.Functions.Credly.Reconciliation;

/// <summary>Activity: reads a page of Credly's events, and starts the follow-up of those that no webhook has told.</summary>
internal sealed class CatchUpEvents(CredlyClient credly, BadgeLookups lookups)
{
    /// <exception cref="InvalidOperationException">Credly cannot be asked now; the retry policy tries again.</exception>
    [Function(nameof(CatchUpEvents))]
    public async Task<CatchUpPage> Run(
        [ActivityTrigger] CatchUp run, [DurableClient] DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var answer = await credly.ListEventsAsync(run.Page, cancellationToken);
        var page = answer.Data ?? throw new InvalidOperationException(answer.Reason);
        CredlyEvent[] due = [.. page.Items.Where(told => told.OccurredAt is { } at && run.IsDue(at) && IsFollowedUp(told))];
        var mended = 0;
        // The oldest first, as they happened.
        foreach (var told in due.Reverse())
        {
            mended += await IsNewsAsync(told, cancellationToken) && await StartAsync(told.Id, durable, cancellationToken) ? 1 : 0;
        }

        return new CatchUpPage(due.Length, mended, page.IsLast || page.Items.All(told => told.OccurredAt <= run.Since));
    }

    private static bool IsFollowedUp(CredlyEvent told) => CredlyEventTypes.IsFollowedUp(told.EventType) && CredlyEventTypes.IsId(told.Id);

    // Most events of an organization tell us nothing: other people's badges, and that a badge was issued which we have issued.
    private async Task<bool> IsNewsAsync(CredlyEvent told, CancellationToken cancellationToken)
    {
        if (told.Badge is not { } badge)
        {
            return true;
        }

        var isKnown = await lookups.ByPlatformIdAsync(badge.Id, cancellationToken) is not null;
        return told.EventType is CredlyEventTypes.Created ? !isKnown && BadgeKey.IsBadgeId(badge.IssuerEarnerId) : isKnown;
    }

    private static async Task<bool> StartAsync(string eventId, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var instanceId = CredlyEventWorkflow.InstanceIdOf(eventId);
        if (await durable.IsTakenCareOfAsync(instanceId, cancellationToken))
        {
            return false;
        }

        await durable.StartUnlessThereAsync(
            nameof(CredlyEventWorkflow), eventId, new StartOrchestrationOptions(instanceId), cancellationToken);
        return true;
    }
}
