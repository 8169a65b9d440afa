using System.Security.Cryptography;
using BadgeFunctions.Functions.OpenBadges;

namespace BadgeFunctions.Functions.Tests.OpenBadges;

/// <summary>JWT that a vault signs, as whoever has the public key verifies them.</summary>
public sealed class VaultJwtSignerTests : KeyVaultTest
{
    private static readonly byte[] Data = [1, 2, 3];

    [Fact]
    public async Task The_first_key_signs_and_all_verify()
    {
        Vault.Add("old", Rsa, A.Now.AddDays(-2));
        using var rotated = RSA.Create(2048);
        Vault.Add("new", rotated, A.Now.AddDays(-1));
        var signer = new VaultJwtSigner(Key);

        var keys = await signer.KeysAsync(default);
        var signature = await signer.SignAsync(keys[0], Data, default);

        Assert.Equal(
            [PublicJwk.Of(rotated.ExportParameters(false)).Thumbprint, PublicJwk.Of(Rsa.ExportParameters(false)).Thumbprint],
            keys.Select(key => key.Jwk.Thumbprint));
        Assert.True(keys[0].Verify(Data, signature));
        Assert.False(keys[1].Verify(Data, signature));
    }

    [Fact]
    public async Task An_elliptic_curve_key_signs_as_well()
    {
        Vault.Add("only", Ec, A.Now.AddDays(-1));
        var signer = new VaultJwtSigner(Key);

        var key = (await signer.KeysAsync(default)).Single();
        var signature = await signer.SignAsync(key, Data, default);

        Assert.Equal("ES256", key.Algorithm);
        Assert.True(key.Verify(Data, signature));
    }
}
