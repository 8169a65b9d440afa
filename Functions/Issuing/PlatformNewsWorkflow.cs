namespace BadgeFunctions.Functions.Issuing;

/// <summary>Follows up what a comparison with the platform found out about a badge.</summary>
/// <remarks>Instance id: <see cref="NewInstanceIdOf"/>.</remarks>
public static class PlatformNewsWorkflow
{
    /// <summary>An instance that follows up a badge's news, another one each time.</summary>
    public static string NewInstanceIdOf(string badgeId) => $"platform-news-{badgeId}-{Guid.NewGuid():N}";

    /// <summary>The orchestrator.</summary>
    [Function(nameof(PlatformNewsWorkflow))]
    public static Task Run([OrchestrationTrigger] TaskOrchestrationContext context, PlatformNews news) => PlatformFollowUp.RunAsync(context, news);
}
