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

    /// <summary>Writes the member as the certification system knows them now; earlier addresses stay theirs.</summary>
    public async Task UpsertAsync(Member member, CancellationToken cancellationToken)
    {
        var digest = EmailAddress.Digest(member.Email);
        await _members.UpsertEntityAsync(
            new TableEntity(member.Id, Profile)
            {
                ["GivenName"] = member.GivenName,
                ["FamilyName"] = member.FamilyName,
                ["Email"] = member.Email,
                ["Locale"] = member.Locale,
            },
            TableUpdateMode.Replace,
            cancellationToken);
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

    public async Task<Member?> FindAsync(string memberId, CancellationToken cancellationToken)
    {
        var row = await _members.GetEntityIfExistsAsync<TableEntity>(memberId, Profile, cancellationToken: cancellationToken);
        return row.HasValue ? Read(row.Value!) : null;
    }

    private static Member Read(TableEntity row) => new(
        row.PartitionKey, row.GetString("GivenName"), row.GetString("FamilyName"), row.GetString("Email"), row.GetString("Locale"));
}
