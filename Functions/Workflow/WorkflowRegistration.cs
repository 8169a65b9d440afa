using BadgeFunctions.Functions.Settings;

namespace BadgeFunctions.Functions.Workflow;

/// <summary>The workflow's parts that are not the host's.</summary>
internal static class WorkflowRegistration
{
    public static IServiceCollection AddWorkflow(this IServiceCollection services)
    {
        services.AddSettings<WorkflowRetentionOptions>(WorkflowRetentionOptions.Section);
        return services.AddTransient<BadgePlatforms>().AddTransient<BadgeProgress>();
    }
}
