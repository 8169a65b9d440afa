using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing.Reconciliation;

/// <summary>Activity: compares a page of open badges with their platforms. At most <see cref="PageSize"/> calls.</summary>
internal sealed class CompareOpenBadges(
    BadgeStore badges, BadgePlatforms platforms, PlatformNewsStarter news, BadgeWaker waker, TimeProvider clock)
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
            if (await durable.GetInstanceAsync(badge.Key.InstanceId, cancellationToken) is not { IsCompleted: false })
            {
                await waker.StartAnewAsync(durable, badge, cancellationToken);
                run = run with { Mended = run.Mended + 1 };
            }
            else if (badge.Platform is { } known)
            {
                run = await CompareAsync(run, badge, known.Id, durable, cancellationToken);
            }
        }

        return run with { Next = page.Next, IsOver = page.Next is null };
    }

    private async Task<Comparison> CompareAsync(
        Comparison run, Badge badge, string platformId, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var answer = await platforms.Of(badge).ReadAsync(platformId, cancellationToken);
        if (answer is PlatformAnswer.Unknown)
        {
            // Deleted there, or the organization's id is wrong: a person decides, and for that it is put on the row.
            await news.StartAsync(durable, badge.Key, cancellationToken);
        }

        if (answer is not PlatformAnswer.Known seen)
        {
            return run with { Unread = run.Unread + 1 };
        }

        if (PlatformSync.Apply(badge with { Problem = null }, seen.Badge, null, TimeSpan.Zero, clock.GetUtcNow()) is not { } after
            || after.State == badge.State && after.Platform!.IsPublic == badge.Platform!.IsPublic && after.Platform.Id == badge.Platform.Id)
        {
            return run;
        }

        await news.StartAsync(durable, badge.Key, cancellationToken);
        return run with { Mended = run.Mended + 1 };
    }
}
