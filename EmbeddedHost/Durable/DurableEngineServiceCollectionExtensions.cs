using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Registers the durable engine.</summary>
internal static class DurableEngineServiceCollectionExtensions
{
    /// <summary>
    /// Adds the engine, its client and what starts and stops it. The container must have an
    /// <see cref="IDurableFunctions"/> and a <see cref="TimeProvider"/>.
    /// </summary>
    public static IServiceCollection AddDurableEngine(this IServiceCollection services, Action<DurableEngineOptions> configure)
    {
        services.AddOptions<DurableEngineOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => new DurableEngine(
            provider.GetRequiredService<IDurableFunctions>(),
            provider.GetRequiredService<IOptions<DurableEngineOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()));
        services.TryAddSingleton<DurableTaskClient, EmbeddedDurableTaskClient>();
        return services.AddHostedService<DurableEngineService>();
    }
}
