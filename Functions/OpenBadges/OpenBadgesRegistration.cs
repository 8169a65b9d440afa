using Azure.Core;
using Azure.Identity;
using BadgeFunctions.Functions.OpenBadges.Api;
using BadgeFunctions.Functions.Settings;
using BadgeFunctions.Functions.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>Open Badges 3.0 credentials.</summary>
internal static class OpenBadgesRegistration
{
    // An activity waits that long; then its workflow tries again.
    private static readonly TimeSpan VaultAttempt = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan VaultPatience = TimeSpan.FromSeconds(30);

    public static IServiceCollection AddOpenBadges(this IServiceCollection services) => services
        .AddSettings<OpenBadgesOptions>(OpenBadgesOptions.Section)
        .AddSingleton(provider => provider.GetRequiredService<IOptions<OpenBadgesOptions>>() is { Value.JwtVaultKey: { } key }
            ? (IJwtSigner)ActivatorUtilities.CreateInstance<VaultJwtSigner>(provider, ActivatorUtilities.CreateInstance<KeyVaultKey>(provider, key))
            : ActivatorUtilities.CreateInstance<LocalJwtSigner>(provider))
        .AddSingleton<IssuerKeys>()
        .AddSingleton<CredentialIssuer>()
        .AddSingleton<BakedImages>()
        .AddSingleton<CredentialFiles>()
        .AddKeyVault()
        .AddSingleton<OpenBadges2>()
        .AddTable(CredentialTable.Table)
        .AddSingleton<CredentialTable>()
        .AddSingleton<StatusLists>()
        .AddSingleton<OAuthClients>()
        .AddSingleton<GrantTexts>()
        .AddSingleton<UsedCodes>()
        .AddSingleton<ApiAccess>();

    /// <summary>The HTTP client of <see cref="KeyVaultKey"/>.</summary>
    public static IServiceCollection AddKeyVault(this IServiceCollection services)
    {
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        services.AddTransient<KeyVaultAuthentication>();

        // From the outside in: a request that is tried again signs in again, and only the call itself is timed. To sign twice does no harm.
        var client = services.AddHttpClient(KeyVaultKey.Client, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        client.AddResilienceHandler(
            "tries",
            pipeline => pipeline.AddTimeout(VaultPatience).AddRetry(new HttpRetryStrategyOptions { MaxRetryAttempts = 4, Delay = TimeSpan.FromSeconds(0.5) }));
        client.AddHttpMessageHandler<KeyVaultAuthentication>();
        client.AddResilienceHandler("attempt", pipeline => pipeline.AddTimeout(VaultAttempt));
        return services;
    }
}
