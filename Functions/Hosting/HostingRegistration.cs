using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Storage;

namespace BadgeFunctions.Functions.Hosting;

/// <summary>Badges that this app itself hosts.</summary>
internal static class HostingRegistration
{
    public static IServiceCollection AddHosting(this IServiceCollection services) => services
        .AddTable(HostedBadges.Table)
        .AddSingleton<HostedBadges>()
        .AddSingleton<AcceptLink>()
        .AddTransient<IBadgePlatform, OpenBadgesPlatform>();
}
