using Azure.Data.Tables;
using BadgeFunctions.Functions.Storage;

namespace BadgeFunctions.Functions.Badges;

/// <summary>Members and their addresses: rows in the partition of a member's badges. An address that two members share leads to the first of them.</summary>
internal sealed class MemberStore(TableServiceClient tables)
{
    private readonly TableClient _rows = tables.GetTableClient(BadgeStore.Table);
    private readonly TableClient _lookups = tables.GetTableClient(BadgeLookups.Table);

    public async Task<Member?> FindAsync(string memberId, CancellationToken cancellationToken) =>
        await ReadAsync(memberId, cancellationToken) is { } row ? Read(row).Member : null;

    public async Task<Member?> FindByEmailAsync(string address, CancellationToken cancellationToken)
    {
        var lookup = LookupOf(address);
        var owners = await _lookups.QueryAsync<TableEntity>(row => row.PartitionKey == lookup, cancellationToken: cancellationToken)
            .ToListAsync(cancellationToken);
        return owners.MinBy(owner => owner.GetDateTimeOffset("Since")) is { } first ? await FindAsync(first.RowKey, cancellationToken) : null;
    }

    /// <summary>Writes the member as the certification system knew them at a time; earlier addresses stay theirs.</summary>
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
        var row = await _rows.GetEntityIfExistsAsync<TableEntity>(memberId, ProfileOf(memberId), cancellationToken: cancellationToken);
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
            return new MemberUpdate(known, [], null);
        }

        List<TableTransactionAction> writes = [row is null
            ? new(TableTransactionActionType.Add, Write(told))
            : new(TableTransactionActionType.UpdateReplace, Write(told), row.ETag)];
        if (known is not null && AddressKeyOf(known.Member.Email) == AddressKeyOf(told.Member.Email))
        {
            return new MemberUpdate(told, writes, null);
        }

        // The certification system vouches for its members' addresses: they need no proof of their own here.
        writes.Add(new(
            TableTransactionActionType.UpsertReplace,
            new TableEntity(told.Member.Id, AddressKeyOf(told.Member.Email)) { ["Address"] = told.Member.Email, ["Verified"] = true }));
        return new MemberUpdate(told, writes, told.Member.Email);
    }

    /// <summary>Makes a new address lead to its member: first, so that a member whose rows are there can sign in.</summary>
    public Task NoteAddressAsync(MemberUpdate update, CancellationToken cancellationToken) => update.NewAddress is { } address
        ? _lookups.AddIfAbsentAsync(
            new TableEntity(LookupOf(address), update.Latest.Member.Id) { ["Since"] = update.Latest.ToldAt }, cancellationToken)
        : Task.CompletedTask;

    // With the id, though the partition has it: Azurite goes through all rows of one row key, whatever their partition.
    private static string ProfileOf(string memberId) => $"member:{memberId}";

    private static string AddressKeyOf(string address) => $"address:{EmailAddress.Digest(address)}";

    private static string LookupOf(string address) => $"email:{EmailAddress.Digest(address)}";

    private static TableEntity Write(KnownMember told) => new(told.Member.Id, ProfileOf(told.Member.Id))
    {
        ["GivenName"] = told.Member.GivenName,
        ["FamilyName"] = told.Member.FamilyName,
        ["Email"] = told.Member.Email,
        ["Locale"] = told.Member.Locale,
        ["ToldAt"] = told.ToldAt,
    };

    private static KnownMember Read(TableEntity row) => new(
        new Member(
            row.PartitionKey, row.GetString("GivenName"), row.GetString("FamilyName"), row.GetString("Email"), row.GetString("Locale")),
        row.GetDateTimeOffset("ToldAt") ?? DateTimeOffset.MinValue);
}

/// <summary>What makes a member known as they are now.</summary>
/// <param name="Latest">The member as they are known then.</param>
/// <param name="Writes">The writes in the member's partition; none when all is known.</param>
/// <param name="NewAddress">The address that has yet to lead to the member; null for none.</param>
internal sealed record MemberUpdate(KnownMember Latest, IReadOnlyList<TableTransactionAction> Writes, string? NewAddress);

/// <summary>A member as the certification system knows them.</summary>
/// <param name="Id">The certification system's id: letters, digits and <c>. _ @ -</c>.</param>
/// <param name="GivenName">Given name.</param>
/// <param name="FamilyName">Family name.</param>
/// <param name="Email">The address that the certification system mails to.</param>
/// <param name="Locale">A BCP 47 language tag.</param>
public sealed record Member(string Id, string GivenName, string FamilyName, string Email, string Locale);

/// <summary>A member as they were known at a time.</summary>
/// <param name="Member">The member.</param>
/// <param name="ToldAt">When the certification system knew them so.</param>
public sealed record KnownMember(Member Member, DateTimeOffset ToldAt);
