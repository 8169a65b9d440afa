using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Settings;
using BadgeFunctions.Functions.Storage;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary>Callbacks: the settings, the deliveries, and the client that calls.</summary>
internal static class CallbacksRegistration
{
    public static IServiceCollection AddCallbacks(this IServiceCollection services)
    {
        services.AddSettings<CallbackOptions>(CallbackOptions.Section);
        services
            .AddHttpClient<CallbackSender>((provider, http) =>
                http.Timeout = provider.GetRequiredService<IOptions<CallbackOptions>>().Value.Timeout)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        return services
            .AddTable(CallbackDeliveries.Table)
            .AddSingleton<CallbackDeliveries>()
            .AddSingleton<IAnnouncementSubscribers, CallbackSubscribers>();
    }
}
