using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>
/// The status lists as verifiers get them. A list is read from the table at most once in five seconds and signed once for each version, however
/// many ask.
/// </summary>
internal sealed class StatusLists(CredentialTable credentials, IssuerKeys keys, IOptions<WebOptions> web, TimeProvider clock)
{
    private static readonly TimeSpan KeepFor = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<int, (PublishedStatusList List, long ReadAt)> _kept = [];
    private readonly ConcurrentDictionary<int, Lazy<Task<PublishedStatusList?>>> _reads = [];

    /// <summary>A list as it was at most five seconds ago; null when there is none of this number.</summary>
    public async Task<PublishedStatusList?> FindAsync(int number, CancellationToken cancellationToken) =>
        Kept(number) ?? await _reads.GetOrAdd(number, ReadOnce).Value.WaitAsync(cancellationToken);

    private PublishedStatusList? Kept(int number) =>
        _kept.TryGetValue(number, out var kept) && clock.GetElapsedTime(kept.ReadAt) < KeepFor ? kept.List : null;

    // All who ask meanwhile wait for one read: none of them may cancel it.
    private Lazy<Task<PublishedStatusList?>> ReadOnce(int number) => new(async () =>
    {
        try
        {
            return Kept(number) ?? await ReadAsync(number);
        }
        finally
        {
            _reads.TryRemove(number, out _);
        }
    });

    private async Task<PublishedStatusList?> ReadAsync(int number)
    {
        var readAt = clock.GetTimestamp();
        if (await credentials.ReadStatusAsync(number, CancellationToken.None) is not { } status)
        {
            // Not kept: anybody can ask for any number.
            return null;
        }

        var address = new Uri(web.Value.PublicUrl, StatusListCredential.PathOf(number));
        var version = VersionOf(address, status);
        var list = _kept.TryGetValue(number, out var kept) && kept.List.Version == version
            ? kept.List
            : new PublishedStatusList(
                version,
                status.ChangedAt,
                // At the time of the change, so that every instance signs the same.
                new(() => keys.Sign(StatusListCredential.Write(address, keys.Did, status), status.ChangedAt)));
        _kept[number] = (list, readAt);
        return list;
    }

    private string VersionOf(Uri address, StatusList status) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{address} {keys.SigningMethod} {status.ETag}")).AsSpan(0, 8));
}

/// <summary>A status list as verifiers get it.</summary>
/// <param name="Version">Names this very content.</param>
/// <param name="ChangedAt">When it changed last.</param>
/// <param name="Signed">The signed credential, made when somebody needs it first.</param>
internal sealed record PublishedStatusList(string Version, DateTimeOffset ChangedAt, Lazy<byte[]> Signed);
