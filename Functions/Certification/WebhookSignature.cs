using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Certification;

/// <summary>
/// Verifies a webhook as Standard Webhooks says: HMAC-SHA256 over <c>id.timestamp.body</c>, any of the signatures under any of the
/// live secrets. Source: standard-webhooks/spec, "Verifying signatures".
/// </summary>
internal static class WebhookSignature
{
    private const int MaxIdLength = 256;
    private const int MaxSignatures = 16;

    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <returns>Null when the webhook is genuine and fresh; otherwise the header that is wrong and why.</returns>
    public static FieldError? Verify(
        WebhookHeaders headers, ReadOnlySpan<byte> body, IEnumerable<byte[]> secrets, DateTimeOffset now)
    {
        if (headers.Id is not { Length: > 0 and <= MaxIdLength })
        {
            return new FieldError("webhook-id", $"is missing or longer than {MaxIdLength} characters");
        }

        if (!long.TryParse(headers.Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return new FieldError("webhook-timestamp", "is not a number of seconds since 1970");
        }

        // As decimal: a timestamp far outside of any calendar must not overflow.
        if (Math.Abs(now.ToUnixTimeSeconds() - (decimal)seconds) > (decimal)Tolerance.TotalSeconds)
        {
            return new FieldError("webhook-timestamp", "is more than 5 minutes away from now");
        }

        return IsSigned(headers, body, secrets)
            ? null
            : new FieldError("webhook-signature", "has no v1 signature of this message by a live secret");
    }

    private static bool IsSigned(WebhookHeaders headers, ReadOnlySpan<byte> body, IEnumerable<byte[]> secrets)
    {
        byte[] message = [.. Encoding.UTF8.GetBytes($"{headers.Id}.{headers.Timestamp}."), .. body];
        var candidates = Candidates(headers.Signature);
        var genuine = false;
        foreach (var secret in secrets)
        {
            var expected = HMACSHA256.HashData(secret, message);
            foreach (var candidate in candidates)
            {
                genuine |= CryptographicOperations.FixedTimeEquals(expected, candidate);
            }
        }

        return genuine;
    }

    private static List<byte[]> Candidates(string? header)
    {
        var candidates = new List<byte[]>();
        foreach (var part in (header ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MaxSignatures))
        {
            if (part.StartsWith("v1,", StringComparison.Ordinal) && Base64.IsValid(part.AsSpan(3)))
            {
                candidates.Add(Convert.FromBase64String(part[3..]));
            }
        }

        return candidates;
    }
}

/// <summary>The three headers of Standard Webhooks, as they came.</summary>
internal sealed record WebhookHeaders(string? Id, string? Timestamp, string? Signature)
{
    public static WebhookHeaders Of(HttpRequest request) => new(
        request.Headers["webhook-id"], request.Headers["webhook-timestamp"], request.Headers["webhook-signature"]);
}
