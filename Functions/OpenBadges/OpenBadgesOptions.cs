using System.ComponentModel.DataAnnotations;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>The keys that sign credentials (section <c>OpenBadges</c>).</summary>
public sealed class OpenBadgesOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "OpenBadges";

    private const int SeedBytes = 32;

    /// <summary>The base64 of 32 random bytes: the Ed25519 key (RFC 8032, 5.1.5) that signs each credential's proof.</summary>
    [Required]
    public required string SigningKey { get; set; }

    /// <summary>The base64 of a private key as PKCS#8 (RSA of 2048 bits or more, or EC P-256) that signs credentials as JWT. Null: one in Key Vault does.</summary>
    public string? JwtKey { get; set; }

    /// <summary>The address of a Key Vault key, without its version: it signs as JWT, and no copy of it leaves the vault.</summary>
    public Uri? JwtVaultKey { get; set; }

    /// <summary>
    /// Public keys that signed before: Ed25519 as Multikey (<c>z6Mk...</c>), RSA and EC as the base64 of a SubjectPublicKeyInfo. What they signed
    /// is verified for as long as they stand here.
    /// </summary>
    public IList<string> RetiredKeys { get; set; } = [];

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SigningKey is { } seed && Bytes(seed) is not { Length: SeedBytes })
        {
            yield return new ValidationResult($"{Section}:{nameof(SigningKey)} must be the base64 of 32 bytes.");
        }

        if (JwtKey is { Length: > 0 } == JwtVaultKey is not null)
        {
            yield return new ValidationResult($"Set either {Section}:{nameof(JwtKey)} or {Section}:{nameof(JwtVaultKey)}.");
        }
        else if (JwtKey is { Length: > 0 } key && OpenBadges.JwtKey.TryRead(Bytes(key), isPrivate: true) is null)
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(JwtKey)} must be the base64 of a private key as PKCS#8: RSA of at least 2048 bits, or EC P-256.");
        }
        else if (JwtVaultKey is { } url && (url is not { IsAbsoluteUri: true, Scheme: "https" or "http" } || url.Segments is not [_, "keys/", _]))
        {
            yield return new ValidationResult($"{Section}:{nameof(JwtVaultKey)} must be the address of a Key Vault key without its version.");
        }

        for (var i = 0; i < RetiredKeys.Count; i++)
        {
            if (Multikey.Read(RetiredKeys[i]) is null && OpenBadges.JwtKey.TryRead(Bytes(RetiredKeys[i]), isPrivate: false) is null)
            {
                yield return new ValidationResult(
                    $"{Section}:{nameof(RetiredKeys)}:{i} must be a public key: Ed25519 as Multikey, or the base64 of a SubjectPublicKeyInfo of RSA or EC P-256.");
            }
        }
    }

    /// <summary>The bytes of a base64 text; null for what is none.</summary>
    internal static byte[]? Bytes(string text)
    {
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out var length) ? buffer[..length] : null;
    }
}
