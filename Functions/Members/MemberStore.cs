using Azure.Data.Tables;
using BadgeFunctions.Functions.Storage;

namespace BadgeFunctions.Functions.Members;

/// <summary>Members and their addresses. An address that two members share leads to the first of them.</summary>
internal sealed class MemberStore(TableServiceClient tables)
{
    public const string Table = "Members";
    public const string AddressTable = "EmailAddresses";

    private const string Profile = "profile";

    private readonly TableClient _members = tables.GetTableClient(Table);
    private readonly TableClient _addresses = tables.GetTableClient(AddressTable);

    /// <summary>Writes the member as the certification system knew them at a time; earlier addresses stay theirs.</summary>
    /// <returns>The member as they are known now: what was told later, when this is old.</returns>
    public async Task<KnownMember> UpsertAsync(KnownMember told, CancellationToken cancellationToken)
    {
        var row = await ProfileAsync(told.Member.Id, cancellationToken);
        if (row is not null && Read(row) is var known && known == told)
        {
            return known;
        }

        await AddAddressAsync(told.Member, cancellationToken);
        return await SaveProfileAsync(told, row, cancellationToken);
    }

    // The profile is written last: where it is, its address is.
    private async Task<KnownMember> SaveProfileAsync(KnownMember told, TableEntity? row, CancellationToken cancellationToken)
    {
        while (row is null || !(Read(row).ToldAt > told.ToldAt))
        {
            if (await TrySaveAsync(told, row, cancellationToken))
            {
                return told;
            }

            row = await ProfileAsync(told.Member.Id, cancellationToken);
        }

        return Read(row);
    }

    private Task<bool> TrySaveAsync(KnownMember told, TableEntity? row, CancellationToken cancellationToken)
    {
        var profile = new TableEntity(told.Member.Id, Profile)
        {
            ["GivenName"] = told.Member.GivenName,
            ["FamilyName"] = told.Member.FamilyName,
            ["Email"] = told.Member.Email,
            ["Locale"] = told.Member.Locale,
            ["ToldAt"] = told.ToldAt,
        };
        return row is null
            ? _members.AddIfAbsentAsync(profile, cancellationToken)
            : _members.TryReplaceAsync(profile, row.ETag, cancellationToken);
    }

    private async Task AddAddressAsync(Member member, CancellationToken cancellationToken)
    {
        var digest = EmailAddress.Digest(member.Email);
        // The certification system vouches for its members' addresses: they need no proof of their own here.
        await _members.UpsertEntityAsync(
            new TableEntity(member.Id, $"email:{digest}") { ["Address"] = member.Email, ["Verified"] = true },
            TableUpdateMode.Replace,
            cancellationToken);
        await _addresses.AddIfAbsentAsync(new TableEntity(digest, "") { ["MemberId"] = member.Id }, cancellationToken);
    }

    public async Task<Member?> FindByEmailAsync(string address, CancellationToken cancellationToken)
    {
        var owner = await _addresses.GetEntityIfExistsAsync<TableEntity>(
            EmailAddress.Digest(address), "", cancellationToken: cancellationToken);
        return owner.HasValue ? await FindAsync(owner.Value!.GetString("MemberId"), cancellationToken) : null;
    }

    public async Task<Member?> FindAsync(string memberId, CancellationToken cancellationToken) =>
        await ProfileAsync(memberId, cancellationToken) is { } row ? Read(row).Member : null;

    private async Task<TableEntity?> ProfileAsync(string memberId, CancellationToken cancellationToken)
    {
        var row = await _members.GetEntityIfExistsAsync<TableEntity>(memberId, Profile, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value : null;
    }

    private static KnownMember Read(TableEntity row) => new(
        new Member(
            row.PartitionKey, row.GetString("GivenName"), row.GetString("FamilyName"), row.GetString("Email"), row.GetString("Locale")),
        row.GetDateTimeOffset("ToldAt"));
}
