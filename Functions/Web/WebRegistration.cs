using BadgeFunctions.Functions.Settings;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Web;

/// <summary>Pages, forms and assets.</summary>
internal static class WebRegistration
{
    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddSettings<WebOptions>(WebOptions.Section);
        return services
            .AddSingleton(ThemeOf)
            .AddSingleton<Assets>()
            .AddSingleton<SiteCookie>()
            .AddSingleton<FormToken>()
            .AddSingleton<PageRenderer>();
    }

    // A file that is wrong has stopped the start before.
    private static Theme ThemeOf(IServiceProvider services) =>
        services.GetRequiredService<IOptions<WebOptions>>().Value.ThemeFile is { Length: > 0 } path ? ThemeFile.Read(path, [])! : Theme.Default;
}
