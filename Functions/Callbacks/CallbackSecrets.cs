using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BadgeFunctions.Functions.Signing;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary>
/// The endpoints' signing secrets. None is stored: each is derived (HKDF, RFC 5869) from a signing key, the endpoint's name and a
/// random version that stands in the endpoint's row.
/// </summary>
internal sealed class CallbackSecrets(IOptionsMonitor<SigningOptions> options)
{
    private const int Length = 32;

    /// <summary>The present secret, as it is shown to whoever registers the endpoint: <c>whsec_</c> and base64.</summary>
    public string Show(CallbackEndpoint endpoint) =>
        $"whsec_{Convert.ToBase64String(Derive(options.CurrentValue.Keys[0], endpoint.Name, endpoint.SecretVersion))}";

    /// <summary>
    /// The header <c>webhook-signature</c>: one signature for each live signing key, and during a rotation of the endpoint's secret for
    /// the secret before as well, so that a receiver can change over at any time. Source: standard-webhooks/spec, "Webhook headers".
    /// </summary>
    public string Sign(CallbackEndpoint endpoint, string id, DateTimeOffset now, string body)
    {
        var message = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{now.ToUnixTimeSeconds()}.{body}"));
        string[] versions = endpoint.PreviousSecretVersion is { } previous && now < endpoint.PreviousSecretUntil
            ? [endpoint.SecretVersion, previous]
            : [endpoint.SecretVersion];
        var signatures = from version in versions
                         from key in options.CurrentValue.Keys
                         select HMACSHA256.HashData(Derive(key, endpoint.Name, version), message);
        return string.Join(' ', signatures.Select(signature => $"v1,{Convert.ToBase64String(signature)}"));
    }

    private static byte[] Derive(string key, string name, string version) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, Convert.FromBase64String(key), Length, info: Encoding.UTF8.GetBytes($"callback/{name}/{version}"));
}
