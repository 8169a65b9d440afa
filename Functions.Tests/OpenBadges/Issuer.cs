using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using BadgeFunctions.Functions.OpenBadges;
using BadgeFunctions.Functions.Web;
using NSec.Cryptography;

namespace BadgeFunctions.Functions.Tests.OpenBadges;

/// <summary>An issuer with keys of its own, and what the world can read of them.</summary>
internal sealed class Issuer
{
    private readonly RSA _rsa = RSA.Create(2048);

    public Issuer(byte seed = 1, string[]? retired = null)
    {
        Seed = [.. Enumerable.Repeat(seed, 32)];
        Options = new OpenBadgesOptions
        {
            SigningKey = Convert.ToBase64String(Seed),
            JwtKey = Convert.ToBase64String(_rsa.ExportPkcs8PrivateKey()),
            RetiredKeys = retired ?? [],
        };
        var options = Microsoft.Extensions.Options.Options.Create(Options);
        Keys = new IssuerKeys(
            options,
            Microsoft.Extensions.Options.Options.Create(new WebOptions { PublicUrl = new Uri("https://badges.example.org/"), OrganisationName = "IPMA" }),
            new LocalJwtSigner(options));
    }

    public byte[] Seed { get; }

    public OpenBadgesOptions Options { get; }

    public IssuerKeys Keys { get; }

    /// <summary>The key as other people's programs take it.</summary>
    public object PrivateKey
    {
        get
        {
            using var key = Key.Import(SignatureAlgorithm.Ed25519, Seed, KeyBlobFormat.RawPrivateKey, new() { ExportPolicy = KeyExportPolicies.AllowPlaintextExport });
            return new
            {
                id = $"{Keys.Did}#{Multikey.Of(key.PublicKey)}",
                controller = Keys.Did,
                publicKeyMultibase = Multikey.Of(key.PublicKey),
                secretKeyMultibase = Multikey.OfPrivate(key),
            };
        }
    }

    /// <summary>What the world reads: the DID document, by the DID.</summary>
    public async Task<Dictionary<string, JsonNode>> DocumentsAsync() => new()
    {
        [Keys.Did] = JsonNode.Parse(WellKnownFunctions.DocumentOf(Keys, await Keys.JwtKeysAsync(default)))!,
    };

    /// <summary>Whether a document's proof is of one of the issuer's keys.</summary>
    public bool Verifies(ReadOnlyMemory<byte> signed)
    {
        try
        {
            using var document = DataIntegrity.Parse(signed);
            var proof = document.RootElement.GetProperty("proof") is { ValueKind: JsonValueKind.Array } several ? several[0] : document.RootElement.GetProperty("proof");
            return Keys.ProofKeys.TryGetValue(proof.GetProperty("verificationMethod").GetString()!, out var key)
                && DataIntegrity.Verify(document.RootElement, proof, key);
        }
        catch (Exception e) when (e is JsonException or NotCanonicalException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return false;
        }
    }
}
