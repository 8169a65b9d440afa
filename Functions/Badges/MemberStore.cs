using Azure.Data.Tables;
using BadgeFunctions.Functions.Storage;

namespace BadgeFunctions.Functions.Badges;

/// <summary>
/// Members: a row in the partition of a member's badges, and a look-up from each address. A look-up is a hint, and stays when the address
/// stops being the member's: the member's row says whether it is still true.
/// </summary>
internal sealed class MemberStore(TableServiceClient tables, AddressDigest digests)
{
    private readonly TableClient _rows = tables.GetTableClient(BadgeStore.Table);
    private readonly TableClient _lookups = tables.GetTableClient(BadgeLookups.Table);

    public async Task<Member?> FindAsync(string memberId, CancellationToken cancellationToken) =>
        await ReadAsync(memberId, cancellationToken) is { } row ? Read(row).Member : null;

    /// <summary>The members whose address this is now: several share that of an office.</summary>
    /// <param name="addressDigest"><see cref="AddressDigest.Of"/> the address.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<Member>> FindByAddressAsync(string addressDigest, CancellationToken cancellationToken)
    {
        List<Member> members = [];
        foreach (var owner in await OwnersAsync(addressDigest, cancellationToken))
        {
            if (await FindAsync(owner, cancellationToken) is { } member && digests.Of(member.Email) == addressDigest)
            {
                members.Add(member);
            }
        }

        return members;
    }

    /// <summary>The ids of all who have, or had, an address.</summary>
    /// <param name="addressDigest"><see cref="AddressDigest.Of"/> the address.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<string>> OwnersAsync(string addressDigest, CancellationToken cancellationToken)
    {
        var lookup = LookupOf(addressDigest);
        return await _lookups.QueryAsync<TableEntity>(row => row.PartitionKey == lookup, cancellationToken: cancellationToken)
            .Select(owner => owner.GetString("MemberId"))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Writes the member as the certification system knew them at a time.</summary>
    /// <returns>The member as they are known now; null when they never had a badge.</returns>
    public async Task<KnownMember?> UpdateAsync(KnownMember told, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await ReadAsync(told.Member.Id, cancellationToken) is not { } row)
            {
                return null;
            }

            var update = UpdateOf(row, told);
            await NoteAddressAsync(update, cancellationToken);
            if (update.Writes.Count == 0 || await _rows.TrySubmitAsync(update.Writes, cancellationToken) is not null)
            {
                return update.Latest;
            }
        }
    }

    /// <summary>The member's row; null when they never had a badge.</summary>
    public async Task<TableEntity?> ReadAsync(string memberId, CancellationToken cancellationToken)
    {
        var partition = BadgeKey.PartitionOf(memberId);
        var row = await _rows.GetEntityIfExistsAsync<TableEntity>(partition, RowOf(partition), cancellationToken: cancellationToken);
        return row.HasValue ? row.Value : null;
    }

    /// <summary>What makes a member known as the certification system knew them at a time. Pure.</summary>
    /// <param name="row">What <see cref="ReadAsync"/> answered.</param>
    /// <param name="told">The member then.</param>
    public static MemberUpdate UpdateOf(TableEntity? row, KnownMember told)
    {
        var known = row is null ? null : Read(row);
        if (known is not null && (known == told || known.ToldAt > told.ToldAt))
        {
            return new MemberUpdate(known, known.Member, []);
        }

        TableTransactionAction write = row is null
            ? new(TableTransactionActionType.Add, Write(told))
            : new(TableTransactionActionType.UpdateReplace, Write(told), row.ETag);
        return new MemberUpdate(told, known?.Member, [write]);
    }

    /// <summary>A write that changes nothing, and fails when the member was told of since the row was read: a badge must not go to a former address.</summary>
    public static TableTransactionAction Unchanged(TableEntity row) =>
        new(TableTransactionActionType.UpdateMerge, new TableEntity(row.PartitionKey, row.RowKey), row.ETag);

    /// <summary>Makes a new address lead to its member: first, so that a member whose row is there can sign in.</summary>
    public Task NoteAddressAsync(MemberUpdate update, CancellationToken cancellationToken)
    {
        var now = update.Latest.Member;
        return update.Before is { } before && EmailAddress.AreSame(before.Email, now.Email)
            ? Task.CompletedTask
            : _lookups.AddIfAbsentAsync(
                new TableEntity(LookupOf(digests.Of(now.Email)), BadgeKey.PartitionOf(now.Id)) { ["MemberId"] = now.Id }, cancellationToken);
    }

    // With the partition's name: Azurite goes through all rows of one row key, whatever their partition.
    private static string RowOf(string partition) => $"member:{partition}";

    private static string LookupOf(string addressDigest) => $"email:{addressDigest}";

    private static TableEntity Write(KnownMember told)
    {
        var partition = BadgeKey.PartitionOf(told.Member.Id);
        return new TableEntity(partition, RowOf(partition))
        {
            ["MemberId"] = told.Member.Id,
            ["GivenName"] = told.Member.GivenName,
            ["FamilyName"] = told.Member.FamilyName,
            ["Email"] = told.Member.Email,
            ["Locale"] = told.Member.Locale,
            ["ToldAt"] = told.ToldAt,
        };
    }

    private static KnownMember Read(TableEntity row) => new(
        new Member(
            row.GetString("MemberId") ?? row.PartitionKey,
            row.GetString("GivenName"),
            row.GetString("FamilyName"),
            row.GetString("Email"),
            row.GetString("Locale")),
        row.GetDateTimeOffset("ToldAt") ?? DateTimeOffset.MinValue);
}

/// <summary>What makes a member known as they are now.</summary>
/// <param name="Latest">The member as they are known then.</param>
/// <param name="Before">The member as they were known before; null when this is their first badge.</param>
/// <param name="Writes">The writes in the member's partition; none when all is known.</param>
internal sealed record MemberUpdate(KnownMember Latest, Member? Before, IReadOnlyList<TableTransactionAction> Writes)
{
    /// <summary>Whether the member was known otherwise before.</summary>
    public bool IsChange => Before is not null && Before != Latest.Member;
}

/// <summary>A member as the certification system knows them.</summary>
/// <param name="Id">The certification system's id; see <see cref="BadgeKey.IsMemberId"/>.</param>
/// <param name="GivenName">Given name; empty for who has none.</param>
/// <param name="FamilyName">Family name; empty for who has none. One of the two is there.</param>
/// <param name="Email">The address that the certification system mails to.</param>
/// <param name="Locale">A BCP 47 language tag; empty when it is not known.</param>
public sealed record Member(string Id, string GivenName, string FamilyName, string Email, string Locale);

/// <summary>A member as they were known at a time.</summary>
/// <param name="Member">The member.</param>
/// <param name="ToldAt">When the certification system knew them so.</param>
public sealed record KnownMember(Member Member, DateTimeOffset ToldAt);
