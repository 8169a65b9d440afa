using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>What follows when a platform has news of a badge, as part of an orchestrator.</summary>
internal static class PlatformFollowUp
{
    private const int MaxAttempts = 200;

    private static readonly TaskOptions Persistent = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 100,
        firstRetryInterval: TimeSpan.FromSeconds(2),
        backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(30)));

    /// <summary>
    /// Reads the badge from the platform, writes what is new on its row, wakes its workflow, and tells the member when it was taken back, or
    /// has to be accepted anew.
    /// </summary>
    public static async Task RunAsync(TaskOrchestrationContext context, PlatformNews news)
    {
        // What is refused stays on the badge's row as its problem; the nightly comparison tries again.
        var synced = await WhileNotNow(context, () => context.CallActivityAsync<StepResult>(nameof(SyncFromPlatform), news, Persistent));
        await context.CallActivityAsync(nameof(WakeBadge), news.Badge, Persistent);
        var told = synced.State switch
        {
            BadgeState.Revoked => await WhileNotNow(context, () => Tell(context, news.Badge)),
            var state when BadgeLifecycle.IsClaimable(state) => await Tell(context, news.Badge),
            _ => null,
        };
        if (told is { Status: not StepStatus.Done })
        {
            // Not here: the next news of the badge must not wait for an e-mail.
            await context.CallActivityAsync(nameof(StartBadgeUpdate), news.Badge, Persistent);
        }
    }

    private static Task<StepResult> Tell(TaskOrchestrationContext context, BadgeKey badge) =>
        context.CallActivityAsync<StepResult>(nameof(SendBadgeNotice), badge, Persistent);

    private static async Task<StepResult> WhileNotNow(TaskOrchestrationContext context, Func<Task<StepResult>> step)
    {
        var result = await step();
        for (var failures = 0; result.Status is StepStatus.TryLater && failures < MaxAttempts; failures++)
        {
            await context.CreateTimer(RetryPause.After(result, failures), CancellationToken.None);
            result = await step();
        }

        return result;
    }
}
