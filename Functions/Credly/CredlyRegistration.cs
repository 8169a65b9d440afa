using System.Net;
using BadgeFunctions.Functions.Credly.Authentication;
using BadgeFunctions.Functions.Credly.Templates;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Settings;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;

namespace BadgeFunctions.Functions.Credly;

/// <summary>Credly: the typed client with its time-outs, retries, rate limit and sign-in, and the platform port.</summary>
internal static class CredlyRegistration
{
    public static IServiceCollection AddCredly(this IServiceCollection services)
    {
        services.AddSettings<CredlyOptions>(CredlyOptions.Section);
        services.AddSingleton<CredlyPause>().AddSingleton<CredlyLimiter>().AddTransient<CredlyRateLimit>();
        services.AddSingleton<CredlyAccessTokens>().AddTransient<CredlyAuthentication>();
        services.AddHttpClient(CredlyAccessTokens.Client, (provider, http) => http.Timeout = OptionsOf(provider).AttemptTimeout);

        // From the outside in: a request that is tried again signs in and waits for its turn again, and only the call itself is timed.
        var client = services.AddHttpClient<CredlyClient>((provider, http) => Configure(http, OptionsOf(provider)));
        client.AddResilienceHandler("tries", (pipeline, context) => AddTries(pipeline, OptionsOf(context.ServiceProvider)));
        client.AddHttpMessageHandler<CredlyAuthentication>();
        client.AddHttpMessageHandler<CredlyRateLimit>();
        client.AddResilienceHandler("attempt", (pipeline, context) => AddAttempt(pipeline, context.ServiceProvider));

        services.AddHttpClient<TemplateImageDownload>((provider, http) => http.Timeout = OptionsOf(provider).AttemptTimeout * 3)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { MaxAutomaticRedirections = 3 });
        services.AddTransient<CredlyTemplateSync>().AddTransient<CredlyEvents>();

        services.AddTransient<IBadgePlatform, CredlyPlatform>();
        return services;
    }

    private static CredlyOptions OptionsOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<CredlyOptions>>().Value;

    private static void Configure(HttpClient http, CredlyOptions options)
    {
        http.BaseAddress = options.BaseAddress;
        http.Timeout = Timeout.InfiniteTimeSpan;
        http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
    }

    private static void AddAttempt(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, IServiceProvider provider)
    {
        // A singleton: the factory makes new handlers every few minutes, and all of them share the limit.
        var limiter = provider.GetRequiredService<CredlyLimiter>();
        pipeline
            .AddRateLimiter(new HttpRateLimiterStrategyOptions
            {
                RateLimiter = arguments => limiter.AcquireAsync(arguments.Context.CancellationToken),
            })
            .AddTimeout(OptionsOf(provider).AttemptTimeout);
    }

    private static void AddTries(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, CredlyOptions options)
    {
        var retry = new HttpRetryStrategyOptions { MaxRetryAttempts = 2 };
        // A badge whose POST had no answer may have been issued: only the workflow, which looks first, tries that again.
        retry.DisableForUnsafeHttpMethods();
        // Where Credly asks for a pause, the workflow waits: its timer holds nothing up.
        var isTransient = retry.ShouldHandle;
        retry.ShouldHandle = async arguments =>
            arguments.Outcome.Result?.StatusCode is not HttpStatusCode.TooManyRequests && await isTransient(arguments);

        pipeline
            .AddTimeout(options.AttemptTimeout * 4 + options.LongestWait)
            .AddRetry(retry)
            .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions { SamplingDuration = options.AttemptTimeout * 3 });
    }
}
