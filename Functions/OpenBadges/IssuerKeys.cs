using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;
using NSec.Cryptography;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>
/// The certification body's keys: the one that signs proofs, those that sign JWT, and those that did before. Its DID is its host's
/// (did:web; w3c-ccg.github.io/did-method-web), so that whoever trusts the host can check a credential.
/// </summary>
internal sealed class IssuerKeys
{
    private readonly Key _signing;
    private readonly IJwtSigner _jwt;
    private readonly Dictionary<string, PublicKey> _proofKeys;
    private readonly IReadOnlyList<JwtKey> _retiredJwt;
    private readonly Uri _site;

    public IssuerKeys(IOptions<OpenBadgesOptions> options, IOptions<WebOptions> web, IJwtSigner jwt)
    {
        _site = web.Value.PublicUrl;
        _jwt = jwt;
        // did:web, 2.5.1: the colon before a port is percent-encoded.
        Did = $"did:web:{_site.Authority.Replace(":", "%3A", StringComparison.Ordinal)}";
        _signing = Key.Import(SignatureAlgorithm.Ed25519, OpenBadgesOptions.Bytes(options.Value.SigningKey), KeyBlobFormat.RawPrivateKey);
        PublicKey[] keys = [_signing.PublicKey, .. options.Value.RetiredKeys.Select(Multikey.Read).OfType<PublicKey>()];
        _proofKeys = keys.DistinctBy(Multikey.Of).ToDictionary(MethodOf);
        _retiredJwt = [.. options.Value.RetiredKeys.Select(key => JwtKey.TryRead(OpenBadgesOptions.Bytes(key), isPrivate: false)).OfType<JwtKey>()];
    }

    /// <summary>The issuer's DID.</summary>
    public string Did { get; }

    /// <summary>The keys of proofs, by the address under which the DID document has them.</summary>
    public IReadOnlyDictionary<string, PublicKey> ProofKeys => _proofKeys;

    /// <summary>The address of the key that signs proofs.</summary>
    public string SigningMethod => MethodOf(_signing.PublicKey);

    /// <summary>The document with a proof of the current key.</summary>
    /// <inheritdoc cref="DataIntegrity.Sign"/>
    public byte[] Sign(ReadOnlyMemory<byte> unsigned, DateTimeOffset created) =>
        DataIntegrity.Sign(unsigned, _signing, SigningMethod, created);

    /// <summary>The keys of JWT, the one that signs first.</summary>
    public async Task<IReadOnlyList<JwtKey>> JwtKeysAsync(CancellationToken cancellationToken) =>
        [.. await _jwt.KeysAsync(cancellationToken), .. _retiredJwt];

    /// <summary>Signs with the first of <see cref="JwtKeysAsync"/>.</summary>
    /// <param name="key">That key.</param>
    /// <param name="data">What to sign.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<byte[]> SignJwtAsync(JwtKey key, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => _jwt.SignAsync(key, data, cancellationToken);

    /// <summary>Where a key of JWT can be read as a JWK: Open Badges 3.0 (8.5, Dereferencing the Public Key) asks for an HTTP address.</summary>
    public string AddressOf(JwtKey key) => new Uri(_site, $"keys/{key.Jwk.Thumbprint}").AbsoluteUri;

    private string MethodOf(PublicKey key) => $"{Did}#{Multikey.Of(key)}";
}

/// <summary>Signs JWT, with a key that is here or in a vault.</summary>
internal interface IJwtSigner
{
    /// <summary>The current key, and those before it whose public halves are still there.</summary>
    Task<IReadOnlyList<JwtKey>> KeysAsync(CancellationToken cancellationToken);

    /// <summary>The signature as a JWS has it.</summary>
    Task<byte[]> SignAsync(JwtKey key, ReadOnlyMemory<byte> data, CancellationToken cancellationToken);
}

/// <summary>A key that stands in the settings.</summary>
internal sealed class LocalJwtSigner(IOptions<OpenBadgesOptions> options) : IJwtSigner
{
    private readonly JwtKey _key = JwtKey.TryRead(OpenBadgesOptions.Bytes(options.Value.JwtKey!), isPrivate: true)!;

    public Task<IReadOnlyList<JwtKey>> KeysAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<JwtKey>>([_key]);

    public Task<byte[]> SignAsync(JwtKey key, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => Task.FromResult(_key.Sign(data.Span));
}
