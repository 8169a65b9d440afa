namespace BadgeFunctions.Functions.Web;

/// <summary>Pages, forms and assets.</summary>
internal static class WebRegistration
{
    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddOptions<WebOptions>().BindConfiguration(WebOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<Assets>()
            .AddSingleton<FormToken>()
            .AddSingleton<PageRenderer>();
    }
}
