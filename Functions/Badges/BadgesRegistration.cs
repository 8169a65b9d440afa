using BadgeFunctions.Functions.Settings;
using BadgeFunctions.Functions.Storage;

namespace BadgeFunctions.Functions.Badges;

/// <summary>The badges' stores.</summary>
internal static class BadgesRegistration
{
    public static IServiceCollection AddBadges(this IServiceCollection services) => services
        .AddSettings<BadgesOptions>(BadgesOptions.Section)
        .AddSettings<ClaimOptions>(ClaimOptions.Section)
        .AddTable(BadgeStore.Table)
        .AddTable(BadgeLookups.Table)
        .AddTable(BadgeExpiries.Table)
        .AddTable(BadgeTemplates.Table)
        .AddTable(TemplateImages.Table)
        .AddSingleton<BadgeStore>()
        .AddSingleton<BadgeLookups>()
        .AddSingleton<BadgeExpiries>()
        .AddSingleton<BadgeSignal>()
        .AddSingleton<AwardRecorder>()
        .AddSingleton<AddressDigest>()
        .AddSingleton<PublicAddress>()
        .AddSingleton<MemberStore>()
        .AddSingleton<SessionBinding>()
        .AddSingleton<BadgeTemplates>()
        .AddSingleton<TemplateImages>()
        .AddSingleton<BadgeImages>()
        .AddSingleton<ScaledImages>()
        .AddSingleton<BadgeMetrics>()
        .AddHostedService<TemplateSeed>();
}
