using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Issuing;

namespace BadgeFunctions.Functions.Credly;

/// <summary>Follows up one event of Credly's: reads it from the API and tells the badge's workflow to look.</summary>
/// <remarks>Instance id: the event's, so that an event that is delivered twice while it is followed up is followed up once.</remarks>
public static class CredlyEventWorkflow
{
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
        if (await context.CallActivityAsync<string?>(nameof(FindEventBadge), eventId, Persistent) is { } badgeId)
        {
            context.SendEvent(BadgeKey.InstanceIdOf(badgeId), BadgeSignals.PlatformStateChanged, null!);
        }
    }
}
