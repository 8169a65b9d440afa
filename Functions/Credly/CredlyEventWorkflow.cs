using BadgeFunctions.Functions.Credly.Templates;
using BadgeFunctions.Functions.Issuing;

namespace BadgeFunctions.Functions.Credly;

/// <summary>Follows up one event of Credly's: reads it from the API, and then what it is about.</summary>
/// <remarks>Instance id: the event's, so that an event that is delivered twice is followed up once.</remarks>
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
        var news = await context.CallActivityAsync<CredlyNews?>(nameof(ReadCredlyEvent), eventId, Persistent);
        switch (news)
        {
            case { TemplateId: { } templateId }:
                await context.CallActivityAsync(nameof(SyncCredlyTemplate), templateId, Persistent);
                break;
            case { Badge: { } badge, IsLostAnswer: true }:
                context.SendEvent(badge.InstanceId, BadgeSignals.RetryRequested, null!);
                break;
            case { Badge: { } badge }:
                await PlatformFollowUp.RunAsync(context, new PlatformNews(badge, news.IsDeletion));
                break;
        }
    }
}
