using BadgeFunctions.Functions.Settings;

namespace BadgeFunctions.Functions.Badges;

/// <summary>The badges' stores.</summary>
internal static class BadgesRegistration
{
    public static IServiceCollection AddBadges(this IServiceCollection services) => services
        .AddSettings<BadgesOptions>(BadgesOptions.Section)
        .AddSingleton<BadgeStore>()
        .AddSingleton<BadgeHistory>()
        .AddSingleton<BadgeExpiries>()
        .AddSingleton<BadgeLookups>()
        .AddSingleton<BadgeTemplates>()
        .AddSingleton<TemplateImages>()
        .AddSingleton<BadgeImages>();
}
