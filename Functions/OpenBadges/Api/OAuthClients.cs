using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BadgeFunctions.Functions.Signing;

namespace BadgeFunctions.Functions.OpenBadges.Api;

/// <summary>An app or website that registered (RFC 7591). Anybody can, under any name: what is true of it is where members are sent back to.</summary>
/// <param name="Name">What it calls itself.</param>
/// <param name="RedirectUris">Where members are sent back to.</param>
/// <param name="IsPublic">Whether it can keep no secret (RFC 6749, 2.1).</param>
/// <param name="TermsUri">Its terms.</param>
/// <param name="PolicyUri">What it does with personal data.</param>
/// <param name="IssuedAt">When it registered, in seconds since 1970.</param>
internal sealed record OAuthClient(
    string Name, IReadOnlyList<string> RedirectUris, bool IsPublic, string? TermsUri, string? PolicyUri, long IssuedAt);

/// <summary>
/// Clients by their ids. An id is a signed text that holds what the client registered, so that no table has to know it, and nobody can fill one. It is
/// good until the key that signed it is taken out of <c>Signing:Keys</c>.
/// </summary>
internal sealed class OAuthClients(Signer signer)
{
    private const string IdPurpose = "oauth-client";
    private const string SecretPurpose = "oauth-client-secret";

    /// <summary>The client's id.</summary>
    public string IdOf(OAuthClient client) => signer.Sign(IdPurpose, JsonSerializer.Serialize(client));

    /// <summary>The client of an id; null when the id is not genuine.</summary>
    public OAuthClient? Find(string? id) =>
        signer.Verify(IdPurpose, id) is { } client ? JsonSerializer.Deserialize<OAuthClient>(client) : null;

    /// <summary>The secret of an id.</summary>
    public string SecretOf(string id) => signer.Sign(SecretPurpose, DigestOf(id));

    /// <summary>Whether a text is the secret of an id.</summary>
    public bool IsSecretOf(string id, string? secret) => signer.Verify(SecretPurpose, secret) == DigestOf(id);

    /// <summary>What stands for an id, which is long, in codes and tokens.</summary>
    public static string DigestOf(string id) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
