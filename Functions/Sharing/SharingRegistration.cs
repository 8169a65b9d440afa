namespace BadgeFunctions.Functions.Sharing;

/// <summary>Public pages, and what members share them with.</summary>
internal static class SharingRegistration
{
    public static IServiceCollection AddSharing(this IServiceCollection services) => services
        .AddSingleton<PublicBadges>()
        .AddSingleton<ShareSections>()
        .AddSingleton<BadgeArtwork>()
        .AddSingleton<Fonts>()
        .AddSingleton<Palette>()
        .AddSingleton<SharePicture>()
        .AddSingleton<Certificate>();
}
