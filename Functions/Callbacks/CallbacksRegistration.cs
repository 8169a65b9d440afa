using BadgeFunctions.Functions.Settings;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary>Callbacks: the endpoints, the outbox, and the client that calls.</summary>
internal static class CallbacksRegistration
{
    public static IServiceCollection AddCallbacks(this IServiceCollection services)
    {
        services.AddSettings<CallbackOptions>(CallbackOptions.Section);
        services
            .AddHttpClient<CallbackSender>((provider, http) =>
                http.Timeout = provider.GetRequiredService<IOptions<CallbackOptions>>().Value.Timeout)
            .ConfigurePrimaryHttpMessageHandler(provider =>
                CallbackConnection.HandlerFor(provider.GetRequiredService<IOptions<CallbackOptions>>().Value.AllowPrivateAddresses));
        return services
            .AddSingleton<CallbackEndpoints>()
            .AddSingleton<CallbackOutbox>()
            .AddSingleton<CallbackDeliveries>()
            .AddSingleton<CallbackSecrets>()
            .AddSingleton<BadgeAnnouncer>()
            .AddSingleton<BounceAnnouncer>();
    }
}
