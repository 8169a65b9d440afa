using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Azure.Identity;
using Polly;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>
/// A key that never leaves Azure Key Vault: the vault signs, and tells the public part alone. Source: learn.microsoft.com/rest/api/keyvault/keys, 7.4:
/// Get Key Versions, Get Key, Sign.
/// </summary>
/// <param name="key">The key's address without a version: <c>https://{vault}.vault.azure.net/keys/{name}</c>.</param>
/// <param name="http">Has the client <see cref="Client"/>.</param>
/// <param name="clock">The time.</param>
internal sealed class KeyVaultKey(Uri key, IHttpClientFactory http, TimeProvider clock) : IDisposable
{
    /// <summary>The name of the HTTP client, which signs in and tries again.</summary>
    public const string Client = "KeyVault";

    private const string ApiVersion = "?api-version=7.4";

    private static readonly TimeSpan KeepFor = TimeSpan.FromHours(1);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly string _key = key.AbsoluteUri.TrimEnd('/');
    private readonly SemaphoreSlim _one = new(1);
    private (IReadOnlyList<VaultKeyVersion> Versions, long ReadAt)? _known;

    /// <summary>All versions that are enabled, newest first, as they were at most an hour ago; those that ended are there to verify with.</summary>
    /// <exception cref="HttpRequestException">The vault does not tell.</exception>
    public async Task<IReadOnlyList<VaultKeyVersion>> VersionsAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_known is not { } known || clock.GetElapsedTime(known.ReadAt) >= KeepFor)
            {
                var readAt = clock.GetTimestamp();
                _known = known = (await ReadVersionsAsync(cancellationToken), readAt);
            }

            return known.Versions;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The version to sign with now. A JWT names it in its header, which is signed, too.</summary>
    /// <exception cref="HttpRequestException">There is none, or the vault does not tell.</exception>
    public async Task<VaultKeyVersion> SigningVersionAsync(CancellationToken cancellationToken) =>
        VaultKeyVersion.ToSignWith(await VersionsAsync(cancellationToken), clock.GetUtcNow())
        ?? throw new HttpRequestException($"{_key} has no version that may sign: all are disabled or have ended.");

    /// <summary>Has data signed as JWS asks for it (RFC 7518, 3.3 and 3.4), by exactly this version.</summary>
    /// <exception cref="HttpRequestException">The vault does not sign.</exception>
    public async Task<byte[]> SignAsync(VaultKeyVersion version, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var digest = Base64Url.EncodeToString(SHA256.HashData(data.Span));
        var signed = await CallAsync<Signature>(
            HttpMethod.Post, $"{_key}/{version.Version}/sign{ApiVersion}", new { alg = version.Algorithm, value = digest }, cancellationToken);
        return signed.Value is { Length: > 0 } value && Base64Url.IsValid(value)
            ? Base64Url.DecodeFromChars(value)
            : throw new HttpRequestException("Key Vault's answer has no signature.");
    }

    public void Dispose() => _one.Dispose();

    private static string VersionOf(KeyItem item) =>
        item.Kid.Split('/')[^1] is { Length: > 0 } version && version.All(char.IsAsciiLetterOrDigit)
            ? version
            : throw new HttpRequestException($"Key Vault names a version that is none: {item.Kid}");

    private static DateTimeOffset? TimeOf(long? seconds) => seconds is { } value ? DateTimeOffset.FromUnixTimeSeconds(value) : null;

    private async Task<IReadOnlyList<VaultKeyVersion>> ReadVersionsAsync(CancellationToken cancellationToken)
    {
        List<VaultKeyVersion> versions = [];
        for (var page = $"{_key}/versions{ApiVersion}"; page is { Length: > 0 };)
        {
            var list = await CallAsync<KeyList>(HttpMethod.Get, page, null, cancellationToken);
            foreach (var item in list.Value.Where(item => item.Attributes.Enabled))
            {
                var bundle = await CallAsync<KeyBundle>(HttpMethod.Get, $"{_key}/{VersionOf(item)}{ApiVersion}", null, cancellationToken);
                versions.Add(Read(item, bundle.Key));
            }

            page = list.NextLink;
        }

        return [.. versions.OrderByDescending(version => version.CreatedAt)];
    }

    private VaultKeyVersion Read(KeyItem item, JsonWebKey jwk)
    {
        (string Algorithm, (string Name, string? Value)[] Members)? form = jwk switch
        {
            // Those of a hardware module have a name of their own, and are the same to who verifies.
            { Kty: "RSA" or "RSA-HSM" } => ("RS256", [("e", jwk.E), ("kty", "RSA"), ("n", jwk.N)]),
            { Kty: "EC" or "EC-HSM", Crv: "P-256" } => ("ES256", [("crv", jwk.Crv), ("kty", "EC"), ("x", jwk.X), ("y", jwk.Y)]),
            _ => null,
        };
        return form is var (algorithm, members) && members.All(member => !string.IsNullOrEmpty(member.Value))
            ? new VaultKeyVersion(
                VersionOf(item),
                algorithm,
                new SortedDictionary<string, string>(members.ToDictionary(member => member.Name, member => member.Value!), StringComparer.Ordinal),
                DateTimeOffset.FromUnixTimeSeconds(item.Attributes.Created))
            {
                NotBefore = TimeOf(item.Attributes.Nbf),
                ExpiresAt = TimeOf(item.Attributes.Exp),
            }
            : throw new HttpRequestException($"{_key} is a key of type {jwk.Kty} {jwk.Crv}: RSA or EC P-256 is needed.");
    }

    private async Task<T> CallAsync<T>(HttpMethod method, string address, object? body, CancellationToken cancellationToken)
    {
        // A link to the next page is the other side's word: the token goes to the vault alone.
        if (!Uri.TryCreate(address, UriKind.Absolute, out var target)
            || Uri.Compare(target, key, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) != 0)
        {
            throw new HttpRequestException($"Key Vault's answer leads elsewhere: {address}");
        }

        try
        {
            using var client = http.CreateClient(Client);
            using var request = new HttpRequestMessage(method, target) { Content = body is null ? null : JsonContent.Create(body) };
            using var response = await client.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw await RefusalAsync(response, cancellationToken);
            }

            return await response.Content.ReadFromJsonAsync<T>(Json, cancellationToken)
                ?? throw new HttpRequestException("Key Vault's answer is empty.");
        }
        catch (Exception e) when (e is AuthenticationFailedException or ExecutionRejectedException or JsonException)
        {
            throw new HttpRequestException($"Key Vault cannot be used: {e.Message}", e);
        }
    }

    private static async Task<HttpRequestException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // {"error":{"code":"Forbidden","message":"..."}}: learn.microsoft.com/azure/key-vault/general/rest-error-codes.
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return new HttpRequestException($"Key Vault answered {(int)response.StatusCode}: {text[..Math.Min(text.Length, 500)]}", null, response.StatusCode);
    }

    private sealed record KeyList(IReadOnlyList<KeyItem> Value, string? NextLink = null);

    private sealed record KeyItem(string Kid, KeyAttributes Attributes);

    private sealed record KeyAttributes(bool Enabled, long Created, long? Nbf = null, long? Exp = null);

    private sealed record KeyBundle(JsonWebKey Key);

    // A private part has no name here: should one ever come, it is not read.
    private sealed record JsonWebKey(string Kty, string? N = null, string? E = null, string? Crv = null, string? X = null, string? Y = null);

    private sealed record Signature(string Value);
}
