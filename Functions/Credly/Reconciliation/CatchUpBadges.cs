using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Credly.Reconciliation;

/// <summary>Activity: reads a page of the badges whose state changed on Credly, and follows up those that are in another state here.</summary>
internal sealed partial class CatchUpBadges(
    CredlyClient credly, BadgeLookups lookups, BadgeStore badges, ILogger<CatchUpBadges> logger)
{
    // A badge whose state never changed is pending, and has no time of a change.
    private static readonly CredlyBadgeQuery Changed = new() { States = ["accepted", "rejected", "revoked"], Sort = "-state_updated_at" };

    /// <exception cref="InvalidOperationException">Credly cannot be asked now; the retry policy tries again.</exception>
    [Function(nameof(CatchUpBadges))]
    public async Task<CatchUpPage> Run(
        [ActivityTrigger] CatchUp run, [DurableClient] DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var answer = await credly.ListBadgesAsync(Changed, run.Page, cancellationToken);
        if (answer.Data is not { } page)
        {
            return answer.IsRefusal ? Skip(answer.Reason) : throw new InvalidOperationException(answer.Reason);
        }

        CredlyBadge[] due = [.. page.Items.Where(there => there.StateUpdatedAt is { } at && run.IsDue(at))];
        var mended = 0;
        foreach (var there in due)
        {
            mended += await MendAsync(there, durable, cancellationToken) ? 1 : 0;
        }

        return new CatchUpPage(due.Length, mended, page.IsLast || page.Items.All(there => !(there.StateUpdatedAt > run.Since)));
    }

    private async Task<bool> MendAsync(CredlyBadge there, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var key = BadgeKey.IsBadgeId(there.IssuerEarnerId) ? await lookups.FindAsync(there.IssuerEarnerId!, cancellationToken) : null;
        if (key is null
            || await badges.FindAsync(key, cancellationToken) is not { Platform: { } known } badge
            || known.Id != there.Id
            || CredlyPlatform.StateOf(there.State) is not { } state
            || state == known.State)
        {
            return false;
        }

        await badges.NoteNewsAsync(badge.Key, isDeletion: false, cancellationToken);
        await BadgeSignal.RaiseAsync(durable, badge.Key, badge.State, cancellationToken);
        return true;
    }

    // The feed of events says the same: that this list cannot be had must not keep the bookmark where it is.
    private CatchUpPage Skip(string reason)
    {
        LogRefused(logger, reason);
        return new CatchUpPage(0, 0, IsLast: true);
    }

    [LoggerMessage(3003, LogLevel.Warning, "The badges that changed on Credly cannot be listed: {Reason}")]
    private static partial void LogRefused(ILogger logger, string reason);
}
