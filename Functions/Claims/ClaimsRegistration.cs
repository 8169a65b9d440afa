using BadgeFunctions.Functions.Settings;

namespace BadgeFunctions.Functions.Claims;

/// <summary>The claim: its link, its pages, its token.</summary>
internal static class ClaimsRegistration
{
    public static IServiceCollection AddClaims(this IServiceCollection services)
    {
        services.AddSettings<ClaimOptions>(ClaimOptions.Section);
        return services.AddSingleton<ClaimLink>().AddSingleton<ClaimPages>();
    }
}
