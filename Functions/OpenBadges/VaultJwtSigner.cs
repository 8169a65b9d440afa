namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>Signs JWT with a key in Key Vault.</summary>
internal sealed class VaultJwtSigner(KeyVaultKey vault) : IJwtSigner
{
    public async Task<IReadOnlyList<JwtKey>> KeysAsync(CancellationToken cancellationToken)
    {
        var signing = await vault.SigningVersionAsync(cancellationToken);
        return [.. (await vault.VersionsAsync(cancellationToken)).OrderByDescending(version => version == signing).Select(KeyOf)];
    }

    public async Task<byte[]> SignAsync(JwtKey key, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var version = (await vault.VersionsAsync(cancellationToken)).First(one => KeyOf(one).Jwk.Thumbprint == key.Jwk.Thumbprint);
        return await vault.SignAsync(version, data, cancellationToken);
    }

    private static JwtKey KeyOf(VaultKeyVersion version) => JwtKey.Of(new PublicJwk([.. version.PublicKey]))
        ?? throw new HttpRequestException($"Version {version.Version} of the key in Key Vault cannot verify JWT.");
}
