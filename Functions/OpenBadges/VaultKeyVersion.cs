namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>A version of a key in Azure Key Vault: what everybody may know of it.</summary>
/// <param name="Version">Its name, which the vault gave it.</param>
/// <param name="Algorithm">What it signs with: <c>RS256</c> or <c>ES256</c> (RFC 7518, 3.1).</param>
/// <param name="PublicKey">The JWK's required members (RFC 7518, 6.2.1 and 6.3.1), in the order of a thumbprint (RFC 7638, 3).</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record VaultKeyVersion(string Version, string Algorithm, IReadOnlyDictionary<string, string> PublicKey, DateTimeOffset CreatedAt)
{
    /// <summary>
    /// How old a version is before it signs, so that every instance, and whoever keeps our keys for an hour, knows it by then.
    /// </summary>
    public static readonly TimeSpan RipensIn = TimeSpan.FromHours(2);

    /// <summary>The vault signs with it from then on.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The vault signs with it until then; its signatures stay good.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The version to sign with: the newest that is ripe, and of a new key the oldest. Null when the vault would sign with none.</summary>
    public static VaultKeyVersion? ToSignWith(IEnumerable<VaultKeyVersion> newestFirst, DateTimeOffset now)
    {
        List<VaultKeyVersion> usable = [.. newestFirst.Where(one => !(one.NotBefore > now) && !(one.ExpiresAt <= now))];
        return usable.Find(one => one.CreatedAt + RipensIn <= now) ?? usable.LastOrDefault();
    }
}
