using BadgeFunctions.Functions.Settings;

namespace BadgeFunctions.Functions.Awards;

/// <summary>The certification system's side.</summary>
internal static class AwardsRegistration
{
    public static IServiceCollection AddAwards(this IServiceCollection services)
    {
        services.AddSettings<AwardsOptions>(AwardsOptions.Section);
        return services.AddSingleton<AwardIntake>().AddSingleton<CertificationEventIntake>();
    }
}
