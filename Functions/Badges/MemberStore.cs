using Azure.Data.Tables;
using BadgeFunctions.Functions.Storage;

namespace BadgeFunctions.Functions.Badges;

/// <summary>Members and their addresses: rows in the partition of a member's badges. An address that two members share leads to the first of them.</summary>
internal sealed class MemberStore(TableServiceClient tables)
{
    private const string Profile = "member";

    private readonly TableClient _rows = tables.GetTableClient(BadgeStore.Table);
    private readonly TableClient _lookups = tables.GetTableClient(BadgeLookups.Table);

    public async Task<Member?> FindAsync(string memberId, CancellationToken cancellationToken)
    {
        var row = await _rows.GetEntityIfExistsAsync<TableEntity>(memberId, Profile, cancellationToken: cancellationToken);
        return row.HasValue ? Read(row.Value!).Member : null;
    }

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
            var rows = await ReadAsync(told.Member, null, cancellationToken);
            if (rows.All(row => row.RowKey != Profile))
            {
                return null;
            }

            var update = UpdateOf(rows, told);
            await NoteAddressAsync(update, cancellationToken);
            if (update.Writes.Count == 0 || await _rows.TrySubmitAsync(update.Writes, cancellationToken) is not null)
            {
                return update.Latest;
            }
        }
    }

    /// <summary>The member's own rows, and a badge's when one is named, in one query.</summary>
    public Task<List<TableEntity>> ReadAsync(Member member, string? badgeId, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"RowKey eq {Profile} or RowKey eq {AddressKeyOf(member.Email)}");
        if (badgeId is not null)
        {
            var (first, end) = BadgeEntity.RangeOf(badgeId);
            filter = $"{filter} or {TableClient.CreateQueryFilter($"(RowKey ge {first} and RowKey lt {end})")}";
        }

        return _rows.QueryAsync<TableEntity>(
            $"{TableClient.CreateQueryFilter($"PartitionKey eq {member.Id}")} and ({filter})", cancellationToken: cancellationToken)
            .ToListAsync(cancellationToken).AsTask();
    }

    /// <summary>What makes a member known as the certification system knew them at a time. Pure.</summary>
    /// <param name="rows">What <see cref="ReadAsync"/> answered.</param>
    /// <param name="told">The member then.</param>
    public static MemberUpdate UpdateOf(IReadOnlyList<TableEntity> rows, KnownMember told)
    {
        var profile = rows.FirstOrDefault(row => row.RowKey == Profile);
        var known = profile is null ? null : Read(profile);
        if (known is not null && (known == told || known.ToldAt > told.ToldAt))
        {
            return new MemberUpdate(known, [], null);
        }

        List<TableTransactionAction> writes = [profile is null
            ? new(TableTransactionActionType.Add, Write(told))
            : new(TableTransactionActionType.UpdateReplace, Write(told), profile.ETag)];
        if (rows.Any(row => row.RowKey == AddressKeyOf(told.Member.Email)))
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

    private static string AddressKeyOf(string address) => $"address:{EmailAddress.Digest(address)}";

    private static string LookupOf(string address) => $"email:{EmailAddress.Digest(address)}";

    private static TableEntity Write(KnownMember told) => new(told.Member.Id, Profile)
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
