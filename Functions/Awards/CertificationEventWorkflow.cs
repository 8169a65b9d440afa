using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Issuing;

namespace BadgeFunctions.Functions.Awards;

/// <summary>
/// Follows an event of the certification system up: writes it on the badges' rows, brings the platform in line with them, tells the
/// member, and wakes the badge's own workflow. Ends when all that is done.
/// </summary>
public static class CertificationEventWorkflow
{
    private const int StepsPerLife = 16;

    private static readonly TaskOptions Persistent = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 500,
        firstRetryInterval: TimeSpan.FromSeconds(1),
        backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(10)));

    /// <summary>The orchestrator.</summary>
    [Function(nameof(CertificationEventWorkflow))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, CertificationFollowUp followUp)
    {
        if (followUp.Badges is null)
        {
            var badges = await context.CallActivityAsync<IReadOnlyList<BadgeKey>>(nameof(ApplyCertificationEvent), followUp.Event!, Persistent);
            followUp = followUp with { Badges = badges };
        }

        for (var step = 0; step < StepsPerLife && followUp.Badges is [var badge, ..]; step++)
        {
            BadgeKey[] others = [.. followUp.Badges.Skip(1)];
            var result = await FollowUp(context, badge);
            if (result.Status is StepStatus.Done)
            {
                followUp = followUp with { Badges = others, Failures = 0, Pause = null };
            }
            else
            {
                followUp = await AfterFailure(context, followUp with { Badges = [.. others, badge] }, result);
            }
        }

        if (followUp.Badges is { Count: > 0 })
        {
            context.ContinueAsNew(followUp);
        }
    }

    // The others do not wait for one that is refused: when none of them could be done, there is the shortest pause that one of them needs.
    private static async Task<CertificationFollowUp> AfterFailure(
        TaskOrchestrationContext context, CertificationFollowUp followUp, StepResult result)
    {
        var count = followUp.Badges!.Count;
        var needed = RetryPause.After(result, followUp.Failures / count);
        var pause = followUp.Pause < needed ? followUp.Pause.Value : needed;
        followUp = followUp with { Failures = followUp.Failures + 1, Pause = pause };
        if (followUp.Failures % count != 0)
        {
            return followUp;
        }

        await context.CreateTimer(pause, CancellationToken.None);
        return followUp with { Pause = null };
    }

    private static async Task<StepResult> FollowUp(TaskOrchestrationContext context, BadgeKey badge)
    {
        var updated = await context.CallActivityAsync<StepResult>(nameof(UpdateOnPlatform), badge, Persistent);
        if (updated.Status is not StepStatus.Done)
        {
            return updated;
        }

        await context.CallActivityAsync(nameof(WakeBadge), badge, Persistent);
        return await context.CallActivityAsync<StepResult>(nameof(SendBadgeNotice), badge, Persistent);
    }
}

/// <summary>Where the follow-up of an event stands.</summary>
/// <param name="Event">The event; null when what is on the rows is to be followed up once more.</param>
public sealed record CertificationFollowUp(CertificationEvent? Event)
{
    /// <summary>The badges that are left to do; null before the event is written on their rows.</summary>
    public IReadOnlyList<BadgeKey>? Badges { get; init; }

    /// <summary>How often in a row a badge could not be done.</summary>
    public int Failures { get; init; }

    /// <summary>The shortest pause that one of those needs which could not be done in this round.</summary>
    public TimeSpan? Pause { get; init; }
}
