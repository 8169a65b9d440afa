namespace BadgeFunctions.Functions.Issuing;

/// <summary>Follows up what a comparison with the platform found out about a badge.</summary>
/// <remarks>Instance id: <see cref="InstanceIdOf"/>, so that a badge is followed up once at a time.</remarks>
public static class PlatformNewsWorkflow
{
    /// <summary>The instance that follows up a badge's news.</summary>
    public static string InstanceIdOf(string badgeId) => $"platform-news-{badgeId}";

    /// <summary>The orchestrator.</summary>
    [Function(nameof(PlatformNewsWorkflow))]
    public static Task Run([OrchestrationTrigger] TaskOrchestrationContext context, PlatformNews news) => PlatformFollowUp.RunAsync(context, news);
}
