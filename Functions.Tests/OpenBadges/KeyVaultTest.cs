using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Azure.Core;
using BadgeFunctions.Functions.OpenBadges;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BadgeFunctions.Functions.Tests.OpenBadges;

/// <summary>A key in a vault that is called over HTTP, with the app's own client.</summary>
public abstract class KeyVaultTest : IAsyncLifetime
{
    private ServiceProvider _services = null!;

    private protected FakeTimeProvider Clock { get; } = new(A.Now);

    private protected Identity App { get; } = new();

    private protected RSA Rsa { get; } = RSA.Create(2048);

    private protected ECDsa Ec { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private protected KeyVaultStandIn Vault { get; private set; } = null!;

    private protected KeyVaultKey Key { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Vault = await KeyVaultStandIn.StartAsync();
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<TokenCredential>(App)
            .AddKeyVault()
            .BuildServiceProvider();
        Key = new KeyVaultKey(Vault.Key, _services.GetRequiredService<IHttpClientFactory>(), Clock);
    }

    public async Task DisposeAsync()
    {
        Key.Dispose();
        await _services.DisposeAsync();
        await Vault.DisposeAsync();
        Rsa.Dispose();
        Ec.Dispose();
    }

    /// <summary>Changes what the vault says of a key.</summary>
    private protected void AlterKeys(Action<JsonNode> change) => Vault.Alter = answer =>
    {
        if (answer["key"] is { } jwk)
        {
            change(jwk);
        }
    };

    /// <summary>The app's identity.</summary>
    private protected sealed class Identity : TokenCredential
    {
        public List<TokenRequestContext> Asked { get; } = [];

        public Func<TokenRequestContext, string> TokenFor { get; set; } = _ => "token";

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Asked.Add(requestContext);
            return ValueTask.FromResult(new AccessToken(TokenFor(requestContext), DateTimeOffset.MaxValue));
        }

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
