using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using NSec.Cryptography;
using SimpleBase;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>
/// The proof inside a credential: <c>DataIntegrityProof</c> of the cryptosuite <c>eddsa-rdfc-2022</c> (W3C Data Integrity EdDSA Cryptosuites 1.0,
/// 3.2). Pure.
/// </summary>
internal static class DataIntegrity
{
    public const string Type = "DataIntegrityProof";
    public const string Cryptosuite = "eddsa-rdfc-2022";

    /// <summary>How deep a credential may be: ours has six levels.</summary>
    public const int MaxDepth = 16;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Reads a document so that all of it is what its signature says: UTF-8, no property twice.</summary>
    /// <exception cref="JsonException">It is no such JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json) =>
        Utf8.IsValid(json.Span) ? JsonDocument.Parse(json, Strict) : throw new JsonException("It is not valid UTF-8.");

    /// <summary>The document with its proof as the last property.</summary>
    /// <param name="unsigned">A JSON object (UTF-8) without a proof.</param>
    /// <param name="key">The key that signs.</param>
    /// <param name="verificationMethod">Where verifiers find its public part.</param>
    /// <param name="created">When.</param>
    /// <exception cref="NotCanonicalException">It has a term that <see cref="Vocabulary"/> does not know.</exception>
    public static byte[] Sign(ReadOnlyMemory<byte> unsigned, Key key, string verificationMethod, DateTimeOffset created)
    {
        var options = Options(verificationMethod, created);
        Span<byte> hashes = stackalloc byte[64];
        using (var document = Parse(unsigned))
        using (var proof = JsonDocument.Parse(options))
        {
            CanonicalForm.HashOfOptions(proof.RootElement).CopyTo(hashes);
            CanonicalForm.HashOfCredential(document.RootElement).CopyTo(hashes[32..]);
        }

        Span<byte> signature = stackalloc byte[64];
        SignatureAlgorithm.Ed25519.Sign(key, hashes, signature);
        var signed = new ArrayBufferWriter<byte>(unsigned.Length + options.Length + 160);
        signed.Write(unsigned.Span[..unsigned.Span.LastIndexOf((byte)'}')]);
        signed.Write(",\"proof\":["u8);
        signed.Write(options.AsSpan()[..^1]);
        signed.Write(",\"proofValue\":\""u8);
        Utf8.TryWrite(signed.GetSpan(100), $"z{Base58.Bitcoin.Encode(signature)}", out var length);
        signed.Advance(length);
        signed.Write("\"}]}"u8);
        return signed.WrittenSpan.ToArray();
    }

    /// <summary>Whether a proof of this cryptosuite is the key's over the whole document.</summary>
    /// <exception cref="NotCanonicalException">The document has something that cannot be checked here.</exception>
    public static bool Verify(JsonElement document, JsonElement proof, PublicKey key)
    {
        Span<byte> hashes = stackalloc byte[64];
        CanonicalForm.HashOfOptions(proof).CopyTo(hashes);
        CanonicalForm.HashOfCredential(document).CopyTo(hashes[32..]);
        return ReadSignature(proof) is { } signature && SignatureAlgorithm.Ed25519.Verify(key, hashes, signature);
    }

    // Strict: of the spellings that decode to the same bytes only the one that encoding gives.
    private static byte[]? ReadSignature(JsonElement proof) =>
        proof.TryGetProperty("proofValue"u8, out var value) && value.ValueKind is JsonValueKind.String
        && value.GetString() is ['z', .. { Length: <= 100 } text]
        && Multikey.Decode(text) is { Length: 64 } signature && Base58.Bitcoin.Encode(signature) == text
            ? signature
            : null;

    private static byte[] Options(string verificationMethod, DateTimeOffset created)
    {
        var buffer = new ArrayBufferWriter<byte>(320);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, Type);
            json.WriteString("cryptosuite"u8, Cryptosuite);
            json.WriteString("created"u8, Credential.Text(created));
            json.WriteString("verificationMethod"u8, verificationMethod);
            json.WriteString("proofPurpose"u8, "assertionMethod"u8);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}

/// <summary>Ed25519 keys as text (W3C Controlled Identifiers 1.0, 2.2.2 Multikey): <c>z</c>, and base58btc of 0xED01 and the key.</summary>
internal static class Multikey
{
    private const int KeyBytes = 32;

    /// <summary>The key as text.</summary>
    public static string Of(PublicKey key) => $"z{Base58.Bitcoin.Encode([0xED, 0x01, .. key.Export(KeyBlobFormat.RawPublicKey)])}";

    /// <summary>The private half as text: for other people's programs that sign with it.</summary>
    public static string OfPrivate(Key key) => $"z{Base58.Bitcoin.Encode([0x80, 0x26, .. key.Export(KeyBlobFormat.RawPrivateKey)])}";

    /// <summary>The key that a text is; null when it is none.</summary>
    public static PublicKey? Read(string? text) =>
        text is ['z', .. { Length: <= 64 } encoded] && Decode(encoded) is [0xED, 0x01, .. { Length: KeyBytes } bytes]
        && PublicKey.TryImport(SignatureAlgorithm.Ed25519, bytes, KeyBlobFormat.RawPublicKey, out var key)
            ? key
            : null;

    /// <summary>The bytes of a base58btc text; null for what is none.</summary>
    public static byte[]? Decode(string text)
    {
        Span<byte> buffer = stackalloc byte[128];
        return text.Length <= 128 && Base58.Bitcoin.TryDecode(text, buffer, out var length) ? buffer[..length].ToArray() : null;
    }
}
