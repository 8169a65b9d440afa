using System.Security.Cryptography;
using System.Text;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Email;

/// <summary>
/// Verifies SendGrid's signed event webhook: ECDSA over the SHA-256 of timestamp and body. A replay of a genuine request
/// changes nothing, so its age does not matter; SendGrid itself repeats requests for a day.
/// </summary>
/// <remarks>Source: https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features.</remarks>
internal static class SendGridSignature
{
    public const string SignatureHeader = "X-Twilio-Email-Event-Webhook-Signature";
    public const string TimestampHeader = "X-Twilio-Email-Event-Webhook-Timestamp";

    /// <returns>Null when one of the keys signed it; otherwise the header that is wrong and why.</returns>
    public static FieldError? Verify(string? signature, string? timestamp, ReadOnlySpan<byte> body, IEnumerable<string> publicKeys)
    {
        if (string.IsNullOrEmpty(timestamp))
        {
            return new FieldError(TimestampHeader, "is missing");
        }

        var given = new byte[signature?.Length ?? 0];
        if (!Convert.TryFromBase64String(signature ?? "", given, out var length) || length == 0)
        {
            return new FieldError(SignatureHeader, "is missing or not base64");
        }

        byte[] message = [.. Encoding.UTF8.GetBytes(timestamp), .. body];
        return publicKeys.Any(key => IsSigned(message, given.AsSpan(0, length), key))
            ? null
            : new FieldError(SignatureHeader, "is no signature of this message by a known key");
    }

    /// <summary>Whether a text is the base64 of an elliptic curve's public key (SubjectPublicKeyInfo).</summary>
    public static bool IsPublicKey(string text)
    {
        try
        {
            using var key = Import(text);
            return true;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return false;
        }
    }

    private static bool IsSigned(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature, string publicKey)
    {
        using var key = Import(publicKey);
        return key.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private static ECDsa Import(string text)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(text), out _);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}
