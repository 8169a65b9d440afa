using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using BadgeFunctions.Functions.Signing;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>
/// A credential as a signed JWT (Open Badges 3.0, 8.2): the credential itself, with the claims that JWT libraries look at. Open Badges asks
/// that the proof inside is made first.
/// </summary>
internal static class CredentialJwt
{
    /// <summary>The credential as a JWT that the issuer's current key signs.</summary>
    /// <param name="keys">The issuer's keys.</param>
    /// <param name="credential">What the credential says.</param>
    /// <param name="signed">The credential as JSON, with its proof.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<string> SignAsync(IssuerKeys keys, Credential credential, ReadOnlyMemory<byte> signed, CancellationToken cancellationToken)
    {
        var key = (await keys.JwtKeysAsync(cancellationToken))[0];
        var header = JsonSerializer.SerializeToUtf8Bytes(new { alg = key.Algorithm, kid = keys.AddressOf(key), typ = "JWT" });
        var data = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(Payload(credential, signed.Span))}";
        return $"{data}.{Base64Url.EncodeToString(await keys.SignJwtAsync(key, Encoding.ASCII.GetBytes(data), cancellationToken))}";
    }

    private static ReadOnlySpan<byte> Payload(Credential credential, ReadOnlySpan<byte> signed)
    {
        var payload = new ArrayBufferWriter<byte>(signed.Length + 512);
        using (var json = new Utf8JsonWriter(payload))
        {
            json.WriteStartObject();
            json.WriteString("iss"u8, credential.Issuer.Did);
            json.WriteString("jti"u8, credential.Id.AbsoluteUri);
            json.WriteString("sub"u8, credential.Recipient.Id);
            json.WriteNumber("nbf"u8, credential.ValidFrom.ToUnixTimeSeconds());
            if (credential.ValidUntil is { } end)
            {
                json.WriteNumber("exp"u8, end.ToUnixTimeSeconds());
            }

            json.Flush();
        }

        payload.Write(","u8);
        payload.Write(signed[1..]);
        return payload.WrittenSpan;
    }

    /// <summary>The parts of a compact JWS (RFC 7515, 3.1); null for what is none.</summary>
    public static JwtParts? Read(string text)
    {
        if (text.Split('.') is not [var header, var payload, var signature]
            || StrictBase64Url.Decode(header) is not { } headerBytes || StrictBase64Url.Decode(payload) is not { } payloadBytes || StrictBase64Url.Decode(signature) is not { } signatureBytes)
        {
            return null;
        }

        return new JwtParts(headerBytes, payloadBytes, signatureBytes, Encoding.ASCII.GetBytes($"{header}.{payload}"));
    }
}

/// <summary>A JWT taken apart.</summary>
/// <param name="Header">JSON.</param>
/// <param name="Payload">JSON.</param>
/// <param name="Signature">What signs it.</param>
/// <param name="Data">What is signed.</param>
internal sealed record JwtParts(byte[] Header, byte[] Payload, byte[] Signature, byte[] Data);
