using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Signing;

/// <summary>
/// Texts that stand for others in public, for good and without telling them: an HMAC-SHA256 with one key per purpose (HKDF, RFC 5869) that is derived
/// from <c>Signing:AddressKey</c>.
/// </summary>
internal sealed class StableDigest(IOptions<SigningOptions> options)
{
    /// <summary>32 lower-case hexadecimal digits.</summary>
    public string Of(string purpose, string text)
    {
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Convert.FromBase64String(options.Value.AddressKey), 32, info: Encoding.UTF8.GetBytes(purpose));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }

    /// <summary>The same as a URN: <c>urn:uuid:</c> and a UUID of version 8 (RFC 9562, 5.8).</summary>
    public string UrnOf(string purpose, string text)
    {
        var digits = Of(purpose, text);
        return $"urn:uuid:{digits[..8]}-{digits[8..12]}-8{digits[13..16]}-8{digits[17..20]}-{digits[20..]}";
    }
}
