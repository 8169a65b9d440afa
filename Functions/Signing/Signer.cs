using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Signing;

/// <summary>
/// Signs short texts that leave the app and come back: claim links, sign-in links, sessions. HMAC-SHA256 with one key per
/// purpose (HKDF, RFC 5869), cut to 128 bits, so that a signature for one purpose is none for another.
/// </summary>
internal sealed class Signer(IOptionsMonitor<SigningOptions> options)
{
    private const int SignatureBytes = 16;

    /// <summary>The payload with its signature: URL-safe, <c>base64url(payload).base64url(signature)</c>.</summary>
    public string Sign(string purpose, string payload)
    {
        var bytes = Encoding.UTF8.GetBytes(payload);
        return $"{Base64Url.EncodeToString(bytes)}.{Base64Url.EncodeToString(SignatureOf(options.CurrentValue.Keys[0], purpose, bytes))}";
    }

    /// <summary>The payload of a text that <see cref="Sign"/> made with any of the live keys; null for everything else.</summary>
    public string? Verify(string purpose, string? signed)
    {
        if (signed?.Split('.') is not [var payloadText, var signatureText]
            || StrictBase64Url.Decode(payloadText) is not { } payload
            || StrictBase64Url.Decode(signatureText) is not { Length: SignatureBytes } signature)
        {
            return null;
        }

        var genuine = false;
        foreach (var key in options.CurrentValue.Keys)
        {
            genuine |= CryptographicOperations.FixedTimeEquals(SignatureOf(key, purpose, payload), signature);
        }

        return genuine ? Encoding.UTF8.GetString(payload) : null;
    }

    private static byte[] SignatureOf(string key, string purpose, byte[] payload)
    {
        var derived = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, Convert.FromBase64String(key), 32, info: Encoding.UTF8.GetBytes(purpose));
        return HMACSHA256.HashData(derived, payload)[..SignatureBytes];
    }
}
