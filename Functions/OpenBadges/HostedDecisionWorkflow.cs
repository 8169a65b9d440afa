using BadgeFunctions.Functions.Issuing;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>Follows up what a member decided about a badge that is hosted here, until the badge's own row says so.</summary>
/// <remarks>
/// Instance id: the decision's. It is started before the page writes the decision, and writes it itself as well: whatever crashes
/// after that, the decision and its follow-up are not lost.
/// </remarks>
public static class HostedDecisionWorkflow
{
    private static readonly TaskOptions Persistent = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 500,
        firstRetryInterval: TimeSpan.FromSeconds(1),
        backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(10)));

    /// <summary>The orchestrator.</summary>
    [Function(nameof(HostedDecisionWorkflow))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, HostedDecision decision)
    {
        await context.CallActivityAsync(nameof(DecideHostedBadge), decision, Persistent);
        await PlatformFollowUp.RunAsync(context, new PlatformNews(decision.Badge));
    }
}
