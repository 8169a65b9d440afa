using System.Buffers;
using System.Text.Json;
using BadgeFunctions.Functions.Web;
using NSec.Cryptography;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>The issuer's public keys, for whoever checks a credential: current ones and those that signed before.</summary>
internal sealed class WellKnownFunctions(IssuerKeys keys)
{
    /// <summary><c>GET /.well-known/did.json</c>: the DID document of did:web (W3C DID Core 1.0, 5; W3C Controlled Identifiers 1.0, 2.2).</summary>
    [Function("DidDocument")]
    public async Task<IResult> Did(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = ".well-known/did.json")] HttpRequest request, CancellationToken cancellationToken) =>
        PublicJson.Of(request, DocumentOf(keys, await keys.JwtKeysAsync(cancellationToken)), type: "application/did+json");

    /// <summary><c>GET /.well-known/jwks.json</c>: the same keys as a JWK Set (RFC 7517, 5).</summary>
    [Function("JwkSet")]
    public async Task<IResult> KeySet(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = ".well-known/jwks.json")] HttpRequest request, CancellationToken cancellationToken)
    {
        var jwt = await keys.JwtKeysAsync(cancellationToken);
        return PublicJson.Of(request, Written(json =>
        {
            json.WriteStartArray("keys"u8);
            foreach (var key in jwt)
            {
                Write(json, key.Jwk, keys.AddressOf(key), key.Algorithm);
            }

            foreach (var (method, key) in keys.ProofKeys)
            {
                Write(json, PublicJwk.Of(key.Export(KeyBlobFormat.RawPublicKey)), method, "EdDSA");
            }

            json.WriteEndArray();
        }));
    }

    /// <summary><c>GET /keys/{thumbprint}</c>: one key of JWT, whose address stands in their header.</summary>
    [Function("JwtKey")]
    public async Task<IResult> One(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "keys/{thumbprint}")] HttpRequest request,
        string thumbprint,
        CancellationToken cancellationToken) =>
        (await keys.JwtKeysAsync(cancellationToken)).FirstOrDefault(key => key.Jwk.Thumbprint == thumbprint) is { } key
            ? PublicJson.Of(request, Written(json => WriteMembers(json, key.Jwk, keys.AddressOf(key), key.Algorithm)))
            : Problems.Of(StatusCodes.Status404NotFound, "There is no such key.");

    /// <summary>The DID document.</summary>
    internal static byte[] DocumentOf(IssuerKeys keys, IReadOnlyList<JwtKey> jwt) => Written(json =>
    {
        json.WriteTexts("@context"u8, "https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1", "https://w3id.org/security/jwk/v1");
        json.WriteString("id"u8, keys.Did);
        json.WriteStartArray("verificationMethod"u8);
        foreach (var (method, key) in keys.ProofKeys)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, method);
            json.WriteString("type"u8, "Multikey");
            json.WriteString("controller"u8, keys.Did);
            json.WriteString("publicKeyMultibase"u8, Multikey.Of(key));
            json.WriteEndObject();
        }

        foreach (var key in jwt)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, MethodOf(keys, key));
            json.WriteString("type"u8, "JsonWebKey");
            json.WriteString("controller"u8, keys.Did);
            json.WritePropertyName("publicKeyJwk"u8);
            Write(json, key.Jwk, keys.AddressOf(key), key.Algorithm);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteTexts("assertionMethod"u8, [.. keys.ProofKeys.Keys, .. jwt.Select(key => MethodOf(keys, key))]);
    });

    private static string MethodOf(IssuerKeys keys, JwtKey key) => $"{keys.Did}#{key.Jwk.Thumbprint}";

    private static void Write(Utf8JsonWriter json, PublicJwk jwk, string kid, string algorithm)
    {
        json.WriteStartObject();
        WriteMembers(json, jwk, kid, algorithm);
        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, PublicJwk jwk, string kid, string algorithm)
    {
        foreach (var (name, value) in jwk.Members)
        {
            json.WriteString(name, value);
        }

        json.WriteString("kid"u8, kid);
        json.WriteString("alg"u8, algorithm);
        json.WriteString("use"u8, "sig");
    }

    private static byte[] Written(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
