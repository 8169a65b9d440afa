using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Workflow.Reconciliation;

/// <summary>Activity: compares a page of open badges with their platforms. At most <see cref="PageSize"/> calls.</summary>
internal sealed class CompareOpenBadges(BadgeStore badges, BadgePlatforms platforms, TimeProvider clock)
{
    public const int PageSize = 25;

    [Function(nameof(CompareOpenBadges))]
    public async Task<Comparison> Run(
        [ActivityTrigger] Comparison run, [DurableClient] DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var page = await badges.OpenAsync(PageSize, run.Next, cancellationToken);
        run = run with { Unread = run.Unread + page.Unreadable };
        foreach (var badge in page.Badges)
        {
            run = run with { Looked = run.Looked + 1 };
            if (!await durable.IsRunningAsync(badge.Key.InstanceId, cancellationToken))
            {
                await BadgeSignal.RaiseAsync(durable, badge.Key, badge.State, cancellationToken);
                run = run with { Mended = run.Mended + 1 };
            }
            else if (badge.Platform is { } known)
            {
                run = await CompareAsync(run, badge, known, durable, cancellationToken);
            }
        }

        return run with { Next = page.Next, IsOver = page.Next is null };
    }

    private async Task<Comparison> CompareAsync(
        Comparison run, Badge badge, PlatformBadge known, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var answer = await platforms.Of(badge).ReadAsync(known.Id, cancellationToken);
        // Deleted there, or the organization's id is wrong: a person decides, and for that it is put on the row.
        if (answer is PlatformAnswer.Unknown || (answer is PlatformAnswer.Known seen && IsShownDifferently(badge, known, seen.Badge)))
        {
            await badges.NoteNewsAsync(badge.Key, isDeletion: false, cancellationToken);
            await BadgeSignal.RaiseAsync(durable, badge.Key, badge.State, cancellationToken);
        }

        return answer switch
        {
            PlatformAnswer.Known one => IsShownDifferently(badge, known, one.Badge) ? run with { Mended = run.Mended + 1 } : run,
            _ => run with { Unread = run.Unread + 1 },
        };
    }

    private bool IsShownDifferently(Badge badge, PlatformBadge known, PlatformSnapshot seen) =>
        seen.Badge.IsPublic != known.IsPublic
        || seen.Badge.Id != known.Id
        || PlatformSync.Apply(badge, seen, null, TimeSpan.Zero, clock.GetUtcNow()).State != badge.State;
}
