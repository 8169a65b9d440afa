
namespace BadgeFunctions.Functions.Credly.Reconciliation;

/// <summary>Activity: reads a page of Credly's events, and follows up those that no webhook has told.</summary>
internal sealed class CatchUpEvents(CredlyClient credly, CredlyEvents events)
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
            mended += await events.CatchUpAsync(told, durable, cancellationToken) ? 1 : 0;
        }

        return new CatchUpPage(due.Length, mended, page.IsLast || page.Items.All(told => told.OccurredAt <= run.Since));
    }

    // Templates are compared every night.
    private static bool IsFollowedUp(CredlyEvent told) => CredlyEventTypes.IsAboutBadge(told.EventType);
}
