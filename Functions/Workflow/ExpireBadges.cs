using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Workflow;

/// <summary>
/// Timer: lets the workflows end the badges whose last day of validity is over, everywhere in the world. Credly does the same by itself with the day that it was
/// given.
/// </summary>
internal sealed partial class ExpireBadges(
    BadgeExpiries expiries, BadgeStore badges, TimeProvider clock, ILogger<ExpireBadges> logger)
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
            ended += await TryEndAsync(key, lastDay, durable, cancellationToken) ? 1 : 0;
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

    // One badge that cannot be read must not keep the others valid.
    private async Task<bool> TryEndAsync(BadgeKey key, DateOnly lastDay, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        try
        {
            var badge = await badges.FindAsync(key, cancellationToken);
            var isToEnd = badge is { State: not (BadgeState.Revoked or BadgeState.Expired) } && Validity.IsOver(badge.ExpiresOn, clock.GetUtcNow());
            if (isToEnd)
            {
                await BadgeSignal.RaiseAsync(durable, key, badge!.State, cancellationToken);
            }

            await expiries.ForgetAsync(key, lastDay, cancellationToken);
            return isToEnd;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotEnded(logger, e, key.BadgeId);
            return false;
        }
    }

    [LoggerMessage(2003, LogLevel.Information, "{Count} badges are to expire whose last day was before {Today}")]
    private static partial void LogEnded(ILogger logger, int count, DateOnly today);

    [LoggerMessage(2004, LogLevel.Error, "It could not be seen whether badge {BadgeId} has expired; the next run tries again")]
    private static partial void LogNotEnded(ILogger logger, Exception exception, string badgeId);
}
