using BadgeFunctions.Functions.Issuing;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>Badges that this app itself hosts.</summary>
internal static class OpenBadgesRegistration
{
    public static IServiceCollection AddOpenBadges(this IServiceCollection services) => services
        .AddSingleton<HostedBadges>()
        .AddSingleton<AcceptLink>()
        .AddTransient<IBadgePlatform, OpenBadgesPlatform>();
}
