using BadgeFunctions.Functions.Settings;

namespace BadgeFunctions.Functions.Web;

/// <summary>Pages, forms and assets.</summary>
internal static class WebRegistration
{
    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddSettings<WebOptions>(WebOptions.Section);
        return services
            .AddSingleton<Assets>()
            .AddSingleton<SiteCookie>()
            .AddSingleton<FormToken>()
            .AddSingleton<PageRenderer>();
    }
}
