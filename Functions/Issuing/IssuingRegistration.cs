using BadgeFunctions.Functions.Settings;

namespace BadgeFunctions.Functions.Issuing;

/// <summary>The workflow's parts that are not the host's.</summary>
internal static class IssuingRegistration
{
    public static IServiceCollection AddIssuing(this IServiceCollection services)
    {
        services.AddSettings<WorkflowRetentionOptions>(WorkflowRetentionOptions.Section);
        return services
            .AddTransient<BadgeEmailComposer>()
            .AddTransient<BadgeMailer>()
            .AddTransient<BadgePlatforms>()
            .AddTransient<PlatformAnswers>()
            .AddTransient<PlatformReader>()
            .AddTransient<BadgeWaker>()
            .AddSingleton<PlatformNewsStarter>()
            .AddSingleton<BadgeUpdateStarter>()
            .AddSingleton<BadgeSignaller>();
    }
}
