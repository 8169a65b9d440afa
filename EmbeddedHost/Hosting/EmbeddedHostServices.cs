using BadgeFunctions.EmbeddedHost.Durable;
using BadgeFunctions.EmbeddedHost.Functions;
using BadgeFunctions.EmbeddedHost.Http;
using BadgeFunctions.EmbeddedHost.Timers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>The host's services.</summary>
internal static class EmbeddedHostServices
{
    private const string DatabaseFile = "durable.db";

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    /// <summary>What an app may use or replace while it is configured.</summary>
    public static void AddEmbeddedHost(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EmbeddedHostOptions>()
            .Bind(configuration.GetSection(EmbeddedHostOptions.SectionName))
            .Configure(options => options.Urls = configuration["urls"] ?? options.Urls)
            .ValidateDataAnnotations()
            .ValidateOnStart();

        services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTimeout);
        services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);

        services.AddMvcCore();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IFunctionTypes, AssemblyFunctionTypes>();
    }

    /// <summary>What runs the functions.</summary>
    public static void AddFunctions(this IServiceCollection services, FunctionPipelineBuilder pipeline, HostJson hostJson)
    {
        services.AddSingleton<StartErrors>();
        services.AddSingleton(provider => FunctionCatalog.Create(
            provider.GetRequiredService<IFunctionTypes>().All, provider.GetRequiredService<StartErrors>()));
        services.AddSingleton(provider => new FunctionInvoker(pipeline, provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddSingleton<FunctionKeys>();
        services.AddSingleton<IDurableFunctions, DurableFunctions>();

        services.AddSingleton(provider => TimerFunctions.Create(
            provider.GetRequiredService<FunctionCatalog>(),
            provider.GetRequiredService<IConfiguration>(),
            provider.GetRequiredService<StartErrors>()));
        services.AddSingleton<TimerStatusStore>();

        // Before the timers: what starts first stops last, and a timer's function may start orchestrations.
        services.AddDurableEngine(engine => engine.DefaultVersion = hostJson.DefaultVersion);
        services.AddOptions<DurableEngineOptions>().Configure<IOptions<EmbeddedHostOptions>>((engine, host) =>
            engine.DatabasePath = Path.Combine(host.Value.DataDirectory, DatabaseFile));
        services.AddHostedService<TimerService>();
    }
}
