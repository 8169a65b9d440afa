using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Members;

/// <summary>
/// Sign-in links: 10 minutes, single use, and only while the address that they were mailed to is the member's. One per member lives at a time;
/// only its nonce's digest is stored, and using it deletes the row under its ETag, so that of two uses exactly one wins.
/// </summary>
internal sealed class SignInLinks(
    TableServiceClient tables, MemberStore members, AddressDigest digests, Signer signer, IOptions<WebOptions> web, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const string Purpose = "sign-in";
    private const string Row = "sign-in";

    private readonly TableClient _rows = tables.GetTableClient(BadgeStore.Table);

    /// <summary>A new link for one of the member's addresses; the member's earlier one is void from now on.</summary>
    public async Task<Uri> CreateAsync(Account account, string addressDigest, CancellationToken cancellationToken)
    {
        var memberId = account.Member.Id;
        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        await _rows.UpsertEntityAsync(
            new TableEntity(BadgeKey.PartitionOf(memberId), Row)
            {
                ["Sha256"] = Digest(nonce),
                ["AddressDigest"] = addressDigest,
                ["ExpiresAt"] = clock.GetUtcNow() + Lifetime,
            },
            TableUpdateMode.Replace,
            cancellationToken);
        return new Uri(web.Value.PublicUrl, $"sign-in/{signer.Sign(Purpose, $"{nonce}|{memberId}")}");
    }

    /// <summary>Whether the link is genuine and still good. Changes nothing.</summary>
    public async Task<bool> IsGoodAsync(string link, CancellationToken cancellationToken) =>
        await FindAsync(link, cancellationToken) is not null;

    /// <summary>Uses the link up.</summary>
    /// <returns>The member, and what stands for the address that it was mailed to; null when it is no longer good.</returns>
    public async Task<(Account Account, string AddressDigest)?> RedeemAsync(string link, CancellationToken cancellationToken)
    {
        if (await FindAsync(link, cancellationToken) is not var (account, row))
        {
            return null;
        }

        try
        {
            await _rows.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellationToken);
            return (account, row.GetString("AddressDigest"));
        }
        catch (RequestFailedException e) when (e.Status is StatusCodes.Status412PreconditionFailed or StatusCodes.Status404NotFound)
        {
            return null;
        }
    }

    private async Task<(Account Account, TableEntity Row)?> FindAsync(string link, CancellationToken cancellationToken)
    {
        if (signer.Verify(Purpose, link)?.Split('|', 2) is not [var nonce, var memberId])
        {
            return null;
        }

        var found = await _rows.GetEntityIfExistsAsync<TableEntity>(BadgeKey.PartitionOf(memberId), Row, cancellationToken: cancellationToken);
        return found.HasValue
            && found.Value!.GetString("Sha256") == Digest(nonce)
            && clock.GetUtcNow() < found.Value.GetDateTimeOffset("ExpiresAt")
            && await members.FindAsync(memberId, cancellationToken) is { } account
            && digests.FindIn(account, found.Value.GetString("AddressDigest")) is not null
                ? (account, found.Value)
                : null;
    }

    /// <summary>What is kept of a link's nonce.</summary>
    public static string Digest(string nonce) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(nonce)));
}
