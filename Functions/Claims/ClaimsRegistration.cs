namespace BadgeFunctions.Functions.Claims;

/// <summary>The claim: its link, its pages, its token.</summary>
internal static class ClaimsRegistration
{
    public static IServiceCollection AddClaims(this IServiceCollection services) =>
        services.AddSingleton<ClaimLink>().AddSingleton<ClaimPages>();
}
