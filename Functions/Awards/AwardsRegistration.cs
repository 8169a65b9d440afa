namespace BadgeFunctions.Functions.Awards;

/// <summary>The certification system's side.</summary>
internal static class AwardsRegistration
{
    public static IServiceCollection AddAwards(this IServiceCollection services)
    {
        services.AddOptions<AwardsOptions>().BindConfiguration(AwardsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<AwardIntake>();
    }
}
