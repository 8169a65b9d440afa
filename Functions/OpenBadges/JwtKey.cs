using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>A key for JWT, with or without its private half: <c>RS256</c>, which every Open Badges verifier knows, or <c>ES256</c> (RFC 7518, 3.3 and 3.4).</summary>
internal sealed class JwtKey
{
    private const int FewestBits = 2048;
    private const string P256 = "1.2.840.10045.3.1.7";

    private readonly RSA? _rsa;
    private readonly ECDsa? _ec;

    private JwtKey(RSA? rsa, ECDsa? ec)
    {
        (_rsa, _ec) = (rsa, ec);
        Jwk = rsa is null ? PublicJwk.Of(ec!.ExportParameters(false)) : PublicJwk.Of(rsa.ExportParameters(false));
    }

    /// <summary>The algorithm's name.</summary>
    public string Algorithm => _rsa is null ? "ES256" : "RS256";

    /// <summary>The public half.</summary>
    public PublicJwk Jwk { get; }

    /// <summary>An RSA key.</summary>
    public static JwtKey? Of(RSA key) => key.KeySize >= FewestBits ? new JwtKey(key, null) : null;

    /// <summary>An elliptic curve key; null for curves other than P-256.</summary>
    public static JwtKey? Of(ECDsa key) => key.ExportParameters(false).Curve.Oid.Value is P256 ? new JwtKey(null, key) : null;

    /// <summary>The public half of a key; null when it is too short.</summary>
    public static JwtKey? Of(PublicJwk jwk)
    {
        var members = jwk.Members.ToDictionary();
        return members["kty"] is "RSA"
            ? Of(RSA.Create(new RSAParameters { Modulus = Bytes("n"), Exponent = Bytes("e") }))
            : Of(ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Bytes("x"), Y = Bytes("y") } }));

        byte[] Bytes(string name) => Base64Url.DecodeFromChars(members[name]);
    }

    /// <summary>The key of a PKCS#8 (with its private half) or a SubjectPublicKeyInfo (without); null for what is none that signs JWT.</summary>
    public static JwtKey? TryRead(byte[]? bytes, bool isPrivate)
    {
        var (rsa, ec) = (RSA.Create(), ECDsa.Create());
        return bytes is null ? null
            : TryImport(rsa, bytes, isPrivate) ? Of(rsa)
            : TryImport(ec, bytes, isPrivate) ? Of(ec)
            : null;
    }

    /// <summary>The signature as a JWS has it (RFC 7518).</summary>
    public byte[] Sign(ReadOnlySpan<byte> data) => _rsa is null
        ? _ec!.SignData(data, HashAlgorithmName.SHA256)
        : _rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    /// <summary>Whether a signature is this key's.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => _rsa is null
        ? _ec!.VerifyData(data, signature, HashAlgorithmName.SHA256)
        : _rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static bool TryImport(AsymmetricAlgorithm key, byte[] bytes, bool isPrivate)
    {
        try
        {
            var length = 0;
            if (isPrivate)
            {
                key.ImportPkcs8PrivateKey(bytes, out length);
            }
            else
            {
                key.ImportSubjectPublicKeyInfo(bytes, out length);
            }

            return length == bytes.Length;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}

/// <summary>A public key as JSON (RFC 7517; RFC 8037 for Ed25519).</summary>
/// <param name="Members">Its members in the order of their names, which is that of its thumbprint.</param>
internal sealed record PublicJwk(IReadOnlyList<KeyValuePair<string, string>> Members)
{
    /// <summary>Its RFC 7638 thumbprint (SHA-256, base64url).</summary>
    public string Thumbprint { get; } = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{{{string.Join(',', Members.Select(member => $"\"{member.Key}\":\"{member.Value}\""))}}}")));

    public static PublicJwk Of(RSAParameters key) => new(
        [new("e", Base64Url.EncodeToString(key.Exponent)), new("kty", "RSA"), new("n", Base64Url.EncodeToString(key.Modulus))]);

    public static PublicJwk Of(ECParameters key) => new(
        [new("crv", "P-256"), new("kty", "EC"), new("x", Base64Url.EncodeToString(key.Q.X)), new("y", Base64Url.EncodeToString(key.Q.Y))]);

    /// <summary>An Ed25519 key of 32 bytes.</summary>
    public static PublicJwk Of(ReadOnlySpan<byte> ed25519) => new(
        [new("crv", "Ed25519"), new("kty", "OKP"), new("x", Base64Url.EncodeToString(ed25519))]);
}
