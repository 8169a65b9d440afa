using System.Net.Http.Headers;
using System.Text;
using BadgeFunctions.Functions.Credly.Reconciliation;
using BadgeFunctions.Functions.Issuing;
using BadgeFunctions.Functions.Settings;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Credly;

/// <summary>Credly: the typed client with its time-outs and retries, and the platform port.</summary>
internal static class CredlyRegistration
{
    public static IServiceCollection AddCredly(this IServiceCollection services)
    {
        services.AddSettings<CredlyOptions>(CredlyOptions.Section);
        services
            .AddHttpClient<CredlyClient>((provider, http) => Configure(http, provider.GetRequiredService<IOptions<CredlyOptions>>().Value))
            .AddStandardResilienceHandler()
            .Configure((resilience, provider) =>
                Configure(resilience, provider.GetRequiredService<IOptions<CredlyOptions>>().Value));
        services.AddTransient<IBadgePlatform, CredlyPlatform>();
        services.AddSingleton<PlatformNewsStarter>();
        return services;
    }

    private static void Configure(HttpClient http, CredlyOptions options)
    {
        http.BaseAddress = options.BaseAddress;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.AuthorizationToken}:")));
        http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
    }

    private static void Configure(HttpStandardResilienceOptions resilience, CredlyOptions options)
    {
        // A badge whose POST had no answer may have been issued: only the workflow, which looks first, tries that again.
        resilience.Retry.DisableForUnsafeHttpMethods();
        resilience.Retry.MaxRetryAttempts = 2;
        resilience.AttemptTimeout.Timeout = options.AttemptTimeout;
        resilience.TotalRequestTimeout.Timeout = options.AttemptTimeout * 4;
        resilience.CircuitBreaker.SamplingDuration = options.AttemptTimeout * 3;
    }
}
