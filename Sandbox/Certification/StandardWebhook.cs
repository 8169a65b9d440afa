using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BadgeFunctions.Sandbox.Certification;

/// <summary>
/// Verifies a webhook as https://github.com/standard-webhooks/standard-webhooks says. Shares no code with the app: it is what a
/// stranger would write.
/// </summary>
internal static class StandardWebhook
{
    private const long ToleranceSeconds = 300;

    /// <returns>Null when it is genuine.</returns>
    public static string? ReasonAgainst(IHeaderDictionary headers, byte[] body, string secret, DateTimeOffset now)
    {
        string id = headers["webhook-id"].ToString(), timestamp = headers["webhook-timestamp"].ToString();
        if (id.Length == 0 || id.Contains('.', StringComparison.Ordinal))
        {
            return "webhook-id is missing or has a full stop";
        }

        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(now.ToUnixTimeSeconds() - seconds) > ToleranceSeconds)
        {
            return "webhook-timestamp is missing or too far away";
        }

        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Convert.FromBase64String(secret["whsec_".Length..]));
        hmac.AppendData(Encoding.ASCII.GetBytes(id + "." + timestamp + "."));
        hmac.AppendData(body);
        var expected = Encoding.ASCII.GetBytes("v1," + Convert.ToBase64String(hmac.GetHashAndReset()));
        return headers["webhook-signature"].ToString().Split(' ')
            .Any(signature => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(signature), expected))
            ? null
            : "no signature is by the secret";
    }
}
