using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Storage;

namespace BadgeFunctions.Functions.Badges;

/// <summary>
/// Members: a row in the partition of a member's badges, and a look-up from each address. A look-up is a hint, and stays when the address
/// stops being the member's: the member's row says whether it is still true. Of two rows that turned out to be one person's, one leads to
/// the other, and each keeps its badges.
/// </summary>
internal sealed class MemberStore(TableServiceClient tables, AddressDigest digests)
{
    private const string Added = nameof(Account.Added);
    private const string Chosen = nameof(Account.Chosen);
    private const string SessionNumber = nameof(Account.Session);
    private const string MergedInto = nameof(MergedInto);
    private const string Merged = nameof(Merged);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly TableClient _rows = tables.GetTableClient(BadgeStore.Table);
    private readonly TableClient _lookups = tables.GetTableClient(BadgeLookups.Table);

    /// <summary>Whose account an id leads to; null when nobody with it ever had a badge.</summary>
    public async Task<Account?> FindAsync(string memberId, CancellationToken cancellationToken) =>
        await ReadAsync(memberId, cancellationToken) is { } row ? await AccountOfAsync(row, cancellationToken) : null;

    /// <summary>The accounts of the members whose address this is now: several share that of an office.</summary>
    /// <param name="addressDigest"><see cref="AddressDigest.Of"/> the address.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<Account>> FindByAddressAsync(string addressDigest, CancellationToken cancellationToken)
    {
        List<Account> accounts = [];
        foreach (var owner in await OwnersAsync(addressDigest, cancellationToken))
        {
            if (await FindAsync(owner, cancellationToken) is { } account && digests.FindIn(account, addressDigest) is not null)
            {
                accounts.Add(account);
            }
        }

        return [.. accounts.DistinctBy(account => account.Member.Id)];
    }

    /// <summary>The account that a member's row belongs to: its own, unless it was merged into another.</summary>
    /// <param name="row">What <see cref="ReadAsync"/> answered.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Account> AccountOfAsync(TableEntity row, CancellationToken cancellationToken)
    {
        var head = await HeadOfAsync(row, cancellationToken);
        List<Member> records = [Read(head).Member];
        foreach (var id in MergedOf(head))
        {
            // One that does not lead here yet is still an account of its own.
            var merged = BadgeKey.PartitionOf(id) == row.PartitionKey ? row : await ReadAsync(id, cancellationToken);
            if (merged?.GetString(MergedInto) is { Length: > 0 })
            {
                records.Add(Read(merged).Member);
            }
        }

        return new Account(records, AddedOf(head), head.GetString(Chosen) is { Length: > 0 } chosen ? chosen : null, head.GetInt32(SessionNumber) ?? 0)
        {
            ETag = head.ETag,
        };
    }

    /// <summary>Writes what a member has decided about their account; when somebody else wrote in between, decides again.</summary>
    /// <param name="memberId">One of the member's ids.</param>
    /// <param name="decide">The account after the change; null leaves everything as it is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The account as it now stands; null when there is none.</returns>
    public async Task<Account?> ChangeAsync(string memberId, Func<Account, Account?> decide, CancellationToken cancellationToken)
    {
        while (await FindAsync(memberId, cancellationToken) is { } account)
        {
            if (decide(account) is not { } decided)
            {
                return account;
            }

            if (await _rows.TrySubmitAsync([Change(account.Member.Id, account.ETag, Columns(decided))], cancellationToken) is [var version])
            {
                return decided with { ETag = version };
            }
        }

        return null;
    }

    /// <summary>
    /// Makes two members one: whoever signs in as either has the badges and addresses of both. Badges stay where they are, and what the
    /// certification system says of either id goes on to count. Done again it changes nothing.
    /// </summary>
    /// <param name="memberId">The id that leads to the other from now on.</param>
    /// <param name="intoId">The id that the member keeps.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The account; null when one of the two never had a badge.</returns>
    public async Task<Account?> MergeAsync(string memberId, string intoId, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await ReadAsync(memberId, cancellationToken) is not { } fromRow || await ReadAsync(intoId, cancellationToken) is not { } intoRow)
            {
                return null;
            }

            var (from, into) = (await HeadOfAsync(fromRow, cancellationToken), await HeadOfAsync(intoRow, cancellationToken));
            if (from.PartitionKey == into.PartitionKey)
            {
                return await AccountOfAsync(into, cancellationToken);
            }

            var (fromId, headId) = (Read(from).Member.Id, Read(into).Member.Id);
            string[] merged = [.. MergedOf(into).Append(fromId).Concat(MergedOf(from)).Where(id => id != headId).Distinct()];
            AddedAddress[] added = [.. AddedOf(into).Concat(AddedOf(from).Where(one => one.IsConfirmed)).DistinctBy(one => EmailAddress.Normalize(one.Email))];
            // The second write is what merges them. The first one is never left out: it fails the opposite merge that somebody makes at the same time.
            if (await _rows.TrySubmitAsync(
                    [Change(headId, into.ETag, new() { [Merged] = JsonSerializer.Serialize(merged, Json), [Added] = JsonSerializer.Serialize(added, Json) })],
                    cancellationToken) is not null)
            {
                await _rows.TrySubmitAsync([Change(fromId, from.ETag, new() { [MergedInto] = headId, [Added] = "[]" })], cancellationToken);
            }
        }
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
            // What the member has decided stays.
            : new(TableTransactionActionType.UpdateMerge, Write(told), row.ETag);
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
            : NoteAddressAsync(now.Id, now.Email, cancellationToken);
    }

    /// <summary>Makes an address lead to a member.</summary>
    public Task NoteAddressAsync(string memberId, string address, CancellationToken cancellationToken) => _lookups.AddIfAbsentAsync(
        new TableEntity(LookupOf(digests.Of(address)), BadgeKey.PartitionOf(memberId)) { ["MemberId"] = memberId }, cancellationToken);

    private async Task<TableEntity> HeadOfAsync(TableEntity row, CancellationToken cancellationToken)
    {
        while (row.GetString(MergedInto) is { Length: > 0 } into && await ReadAsync(into, cancellationToken) is { } next)
        {
            row = next;
        }

        return row;
    }

    // With the partition's name: Azurite goes through all rows of one row key, whatever their partition.
    private static string RowOf(string partition) => $"member:{partition}";

    private static TableTransactionAction Change(string memberId, ETag version, Dictionary<string, object> columns)
    {
        var partition = BadgeKey.PartitionOf(memberId);
        return new(
            TableTransactionActionType.UpdateMerge,
            new TableEntity(new Dictionary<string, object>(columns) { ["PartitionKey"] = partition, ["RowKey"] = RowOf(partition) }),
            version);
    }

    // A merge leaves a column that is null as it was: empty stands for none.
    private static Dictionary<string, object> Columns(Account account) => new()
    {
        [Added] = JsonSerializer.Serialize(account.Added, Json),
        [Chosen] = account.Chosen ?? "",
        [SessionNumber] = account.Session,
    };

    private static IReadOnlyList<AddedAddress> AddedOf(TableEntity row) => FromJson<AddedAddress>(row, Added);

    private static IReadOnlyList<string> MergedOf(TableEntity row) => FromJson<string>(row, Merged);

    private static IReadOnlyList<T> FromJson<T>(TableEntity row, string column) =>
        row.GetString(column) is { } text ? JsonSerializer.Deserialize<IReadOnlyList<T>>(text, Json) ?? [] : [];

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
            // A merge leaves a column that is null as it was: empty stands for none.
            ["Did"] = told.Member.Did ?? "",
            ["ToldAt"] = told.ToldAt,
        };
    }

    private static KnownMember Read(TableEntity row) => new(
        new Member(
            row.GetString("MemberId") ?? row.PartitionKey,
            row.GetString("GivenName"),
            row.GetString("FamilyName"),
            row.GetString("Email"),
            row.GetString("Locale"))
        {
            Did = row.GetString("Did") is { Length: > 0 } did ? did : null,
        },
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
public sealed record Member(string Id, string GivenName, string FamilyName, string Email, string Locale)
{
    /// <summary>The decentralized identifier that the member goes by in credentials; null when none is known, which leaves the digest of an award as it was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Did { get; init; }
}

/// <summary>A member as they were known at a time.</summary>
/// <param name="Member">The member.</param>
/// <param name="ToldAt">When the certification system knew them so.</param>
public sealed record KnownMember(Member Member, DateTimeOffset ToldAt);
