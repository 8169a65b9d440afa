using System.Globalization;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Storage;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>
/// The rows of <c>Credentials</c>: a partition is a status list, and has a row for each credential, by its index, and one for the list's bits.
/// A place is drawn at random and the row's key says whether it is free, so nothing is counted and nobody waits for anybody.
/// </summary>
internal sealed class CredentialTable(TableServiceClient tables, TimeProvider clock)
{
    public const string Table = "Credentials";

    /// <summary>A column holds 64 KiB (learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model).</summary>
    public const int MaxBytes = 60 * 1024;

    private const string StatusRow = "status";
    private const string Revoked = nameof(Revoked);
    private const string ChangedAt = nameof(ChangedAt);

    // A list that is half full has so many in a row once in a thousand times.
    private const int MostConflicts = 10;

    // Of several who write at once one succeeds: the others draw lots, with a longest pause of 640 ms.
    private const int LongestPause = 6;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);

    private readonly TableClient _credentials = tables.GetTableClient(Table);
    private int _list = 1;

    /// <summary>Draws a place, has the credential signed for it, and adds it; draws again when the place is taken.</summary>
    /// <exception cref="InvalidOperationException">The credential is larger than <see cref="MaxBytes"/>.</exception>
    public async Task<CredentialPlace> AddAsync(
        BadgeKey badge, Func<CredentialPlace, ValueTask<SignedCredential>> sign, CancellationToken cancellationToken)
    {
        while (true)
        {
            var list = Volatile.Read(ref _list);
            for (var attempt = 0; attempt < MostConflicts; attempt++)
            {
                // An insert whose answer was lost is a conflict, too: nobody was given what is there then.
                // At random, so that a place tells nothing of who got a credential when (W3C Bitstring Status List 1.0, section 6.2).
                var place = new CredentialPlace(list, RandomNumberGenerator.GetInt32(StatusBits.Entries));
                if (await _credentials.AddIfAbsentAsync(Write(place, badge, await sign(place)), cancellationToken))
                {
                    return place;
                }
            }

            await BeginAsync(list + 1, cancellationToken);
            Interlocked.CompareExchange(ref _list, list + 1, list);
        }
    }

    /// <summary>The credential of this place; null when there is none.</summary>
    public async Task<IssuedCredential?> FindAsync(CredentialPlace place, CancellationToken cancellationToken)
    {
        var row = await _credentials.GetEntityIfExistsAsync<TableEntity>(
            PartitionOf(place.List), RowOf(place.Index), cancellationToken: cancellationToken);
        return row.HasValue ? Read(place, row.Value!) : null;
    }

    /// <summary>Revokes the credential of this place; once more does nothing. Concurrent revocations keep each other's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No list has such a place.</exception>
    public async Task RevokeAsync(CredentialPlace place, CancellationToken cancellationToken)
    {
        // Whoever fails has lost to one who succeeded: it ends.
        for (var attempt = 0; !await TryRevokeAsync(place, cancellationToken); attempt++)
        {
            // In real time: it waits for other processes.
            await Task.Delay(FirstPause * (1 << Math.Min(attempt, LongestPause)) * Random.Shared.NextDouble(), cancellationToken);
        }
    }

    /// <summary>What a list says; null when there is no list of this number. One point read.</summary>
    public async Task<StatusList?> ReadStatusAsync(int list, CancellationToken cancellationToken)
    {
        var row = await _credentials.GetEntityIfExistsAsync<TableEntity>(PartitionOf(list), StatusRow, cancellationToken: cancellationToken);
        return row switch
        {
            { HasValue: true } => new StatusList(
                new StatusBits(row.Value!.GetBinary(Revoked)), row.Value.ETag, row.Value.GetDateTimeOffset(ChangedAt) ?? DateTimeOffset.UnixEpoch),
            // Every other list has the row before it has a credential.
            _ when list == 1 => new StatusList(StatusBits.None, null, DateTimeOffset.UnixEpoch),
            _ => null,
        };
    }

    private static string PartitionOf(int list) => list.ToString("D8", CultureInfo.InvariantCulture);

    private static string RowOf(int index) => index.ToString("D6", CultureInfo.InvariantCulture);

    private static byte[] Fitting(byte[] form, BadgeKey badge) => form.Length <= MaxBytes
        ? form
        : throw new InvalidOperationException($"The credential of badge {badge.BadgeId} has {form.Length} bytes, and the table takes {MaxBytes}.");

    private static IssuedCredential Read(CredentialPlace place, TableEntity row) => new(
        place,
        new BadgeKey(row.GetString(nameof(BadgeKey.MemberId)), row.GetString(nameof(BadgeKey.BadgeId))),
        new SignedCredential(row.GetBinary(nameof(SignedCredential.Json)), row.GetBinary(nameof(SignedCredential.Jwt))),
        row.GetDateTimeOffset(nameof(IssuedCredential.IssuedAt)) ?? default);

    private TableEntity Write(CredentialPlace place, BadgeKey badge, SignedCredential credential) => new(PartitionOf(place.List), RowOf(place.Index))
    {
        [nameof(BadgeKey.MemberId)] = badge.MemberId,
        [nameof(BadgeKey.BadgeId)] = badge.BadgeId,
        [nameof(SignedCredential.Json)] = Fitting(credential.Json, badge),
        [nameof(SignedCredential.Jwt)] = Fitting(credential.Jwt, badge),
        [nameof(IssuedCredential.IssuedAt)] = clock.GetUtcNow(),
    };

    private TableEntity Write(int list, StatusBits bits) => new(PartitionOf(list), StatusRow)
    {
        [Revoked] = bits.ToArray(),
        [ChangedAt] = clock.GetUtcNow(),
    };

    private Task<bool> BeginAsync(int list, CancellationToken cancellationToken) =>
        _credentials.AddIfAbsentAsync(Write(list, StatusBits.None), cancellationToken);

    private async Task<bool> TryRevokeAsync(CredentialPlace place, CancellationToken cancellationToken)
    {
        var status = await ReadStatusAsync(place.List, cancellationToken);
        if (status?.Bits.Get(place.Index) is true)
        {
            return true;
        }

        var row = Write(place.List, (status?.Bits ?? StatusBits.None).With(place.Index, true));
        if (status?.ETag is not { } version)
        {
            return await _credentials.AddIfAbsentAsync(row, cancellationToken);
        }

        try
        {
            await _credentials.UpdateEntityAsync(row, version, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == StatusCodes.Status412PreconditionFailed)
        {
            return false;
        }
    }
}

/// <summary>Where a credential's bit is.</summary>
/// <param name="List">The status list's number, from 1.</param>
/// <param name="Index">The bit's index, from 0.</param>
internal sealed record CredentialPlace(int List, int Index);

/// <summary>A credential in its two signed forms.</summary>
/// <param name="Json">With a Data Integrity proof, as UTF-8.</param>
/// <param name="Jwt">As a JWT, in ASCII.</param>
internal sealed record SignedCredential(byte[] Json, byte[] Jwt);

/// <summary>A credential that was issued.</summary>
internal sealed record IssuedCredential(CredentialPlace Place, BadgeKey Badge, SignedCredential Credential, DateTimeOffset IssuedAt);

/// <summary>What a status list says.</summary>
/// <param name="Bits">A bit that is set is a credential that is revoked.</param>
/// <param name="ETag">The row's version; null while the list has no row, as nothing was ever revoked.</param>
/// <param name="ChangedAt">When the list changed last; 1970 while it has no row.</param>
internal sealed record StatusList(StatusBits Bits, ETag? ETag, DateTimeOffset ChangedAt);
