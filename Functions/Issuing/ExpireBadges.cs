using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>
/// Timer: ends badges whose last day of validity is over, everywhere in the world. Credly does the same by itself with the day that it was
/// given.
/// </summary>
internal sealed partial class ExpireBadges(
    BadgeExpiries expiries, BadgeStore badges, BadgeWaker waker, TimeProvider clock, ILogger<ExpireBadges> logger)
{
    // A run is given up after five minutes; what is left over is done an hour later.
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(4);

    /// <summary>Once an hour: most of the time there is nothing to do, and that costs one query.</summary>
    [Function(nameof(ExpireBadges))]
    public async Task Run(
        [TimerTrigger("0 20 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var today = Validity.Today(clock.GetUtcNow());
        var ended = 0;
        await foreach (var (key, lastDay) in expiries.BeforeAsync(today, cancellationToken))
        {
            ended += await EndAsync(key, today, durable, cancellationToken) ? 1 : 0;
            await expiries.ForgetAsync(key, lastDay, cancellationToken);
            if (clock.GetElapsedTime(started) > LongestRun)
            {
                break;
            }
        }

        if (ended > 0)
        {
            LogEnded(logger, ended, today);
        }
    }

    private async Task<bool> EndAsync(BadgeKey key, DateOnly today, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        if (await badges.FindAsync(key, cancellationToken) is null)
        {
            return false;
        }

        var hasEnded = false;
        var badge = await badges.ChangeAsync(
            key,
            nameof(BadgeEvent.ValidityEnded),
            current =>
            {
                var after = current.ExpiresOn < today ? current.After(BadgeEvent.ValidityEnded, clock.GetUtcNow()) : null;
                hasEnded = after is not null;
                return after;
            },
            cancellationToken);
        if (badge.State is BadgeState.Expired)
        {
            await waker.WakeAsync(durable, badge, cancellationToken);
        }

        return hasEnded;
    }

    [LoggerMessage(2003, LogLevel.Information, "{Count} badges expired whose last day was before {Today}")]
    private static partial void LogEnded(ILogger logger, int count, DateOnly today);
}
