using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Issuing;

namespace BadgeFunctions.Functions.Credly;

/// <summary>
/// Follows up one event of Credly's: reads it from the API, reads the badge that it is about, writes what is new on the badge's row, wakes
/// the badge's workflow, and tells the member when the badge was taken back.
/// </summary>
/// <remarks>Instance id: the event's, so that an event that is delivered twice is followed up once.</remarks>
public static class CredlyEventWorkflow
{
    private const int MaxAttempts = 200;

    private static readonly TaskOptions Persistent = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 100,
        firstRetryInterval: TimeSpan.FromSeconds(2),
        backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(30)));

    /// <summary>The instance that follows an event up.</summary>
    public static string InstanceIdOf(string eventId) => $"credly-event-{eventId}";

    /// <summary>The orchestrator.</summary>
    [Function(nameof(CredlyEventWorkflow))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, string eventId)
    {
        var news = await context.CallActivityAsync<CredlyNews?>(nameof(ReadCredlyEvent), eventId, Persistent);
        if (news is { IsLostAnswer: true })
        {
            context.SendEvent(news.Badge.InstanceId, BadgeSignals.RetryRequested, null!);
        }
        else if (news is not null)
        {
            await FollowUp(context, news);
        }
    }

    private static async Task FollowUp(TaskOrchestrationContext context, CredlyNews news)
    {
        var state = await UntilDone(
            context, () => context.CallActivityAsync<StepResult>(nameof(SyncFromPlatform), new PlatformNews(news.Badge, news.IsDeletion), Persistent));
        await context.CallActivityAsync(nameof(WakeBadge), news.Badge, Persistent);
        if (state is BadgeState.Revoked)
        {
            await UntilDone(context, () => context.CallActivityAsync<StepResult>(nameof(SendBadgeNotice), news.Badge, Persistent));
        }
    }

    // What is refused stays on the badge's row as its problem; the nightly comparison tries again.
    private static async Task<BadgeState> UntilDone(TaskOrchestrationContext context, Func<Task<StepResult>> step)
    {
        var result = await step();
        for (var failures = 0; result.Status is StepStatus.TryLater && failures < MaxAttempts; failures++)
        {
            await context.CreateTimer(RetryPause.After(result, failures), CancellationToken.None);
            result = await step();
        }

        return result.State;
    }
}
