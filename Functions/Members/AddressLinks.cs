using System.Buffers.Text;
using System.Security.Cryptography;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Email;
using BadgeFunctions.Functions.Email.Templates;
using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Members;

/// <summary>
/// The link that confirms an address: mailed to it, good for 10 minutes and once. The member's row has its digest alone, beside the address.
/// </summary>
internal sealed class AddressLinks(
    MemberStore members, AddressDigest digests, SignInLimits limits, Signer signer, EmailTemplates templates, IEmailSender sender, IOptions<WebOptions> web, TimeProvider clock)
{
    private const string Purpose = "confirm-address";

    /// <summary>The address of a link's page.</summary>
    public static string PathOf(string link) => $"/confirm-address/{link}";

    /// <summary>Mails a link to an address that the member wants to add, unless it was sent too many: nobody is told the difference.</summary>
    /// <returns>False when it could not be sent now.</returns>
    public async Task<bool> SendAsync(Account account, string address, CancellationToken cancellationToken)
    {
        var isAdmitted = limits.AdmitsAddress($"{Purpose}:{digests.Of(address)}");
        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        var now = clock.GetUtcNow();
        await members.ChangeAsync(account.Member.Id, current => AskedOf(current, address, SignInLinks.Digest(nonce), isAdmitted, now), cancellationToken);
        return !isAdmitted || await MailAsync(account, address, new Uri(web.Value.PublicUrl, PathOf(signer.Sign(Purpose, $"{nonce}|{account.Member.Id}"))), cancellationToken);
    }

    /// <summary>Whose account a link is about, and the address; null when the link is not genuine or no longer good. Changes nothing.</summary>
    public async Task<(Account Account, AddedAddress Address)?> FindAsync(string link, CancellationToken cancellationToken) =>
        Read(link) is var (sha256, memberId)
        && await members.FindAsync(memberId, cancellationToken) is { } account
        && AddressChanges.Find(account, sha256, clock.GetUtcNow()) is { } address
            ? (account, address)
            : null;

    /// <summary>Uses the link: from now on the address is the member's. Used again it changes nothing.</summary>
    /// <returns>The member; null when the link is no longer good.</returns>
    public async Task<Account?> ConfirmAsync(string link, CancellationToken cancellationToken)
    {
        if (Read(link) is not var (sha256, _) || await FindAsync(link, cancellationToken) is not var (account, address))
        {
            return null;
        }

        // First, so that an address that is the member's leads to them.
        await members.NoteAddressAsync(account.Member.Id, address.Email, cancellationToken);
        return await members.ChangeAsync(account.Member.Id, current => AddressChanges.Confirm(current, sha256, clock.GetUtcNow()), cancellationToken);
    }

    // A link that is on its way stays good when no other is sent.
    private static Account? AskedOf(Account account, string address, string linkSha256, bool isSent, DateTimeOffset now) =>
        AddressChanges.RefusalOf(account, address, now) is not null
        || (!isSent && account.Added.Any(added => EmailAddress.AreSame(added.Email, address) && added.IsLive(now)))
            ? null
            : AddressChanges.Ask(account, address, linkSha256, now);

    private (string Sha256, string MemberId)? Read(string link) =>
        signer.Verify(Purpose, link)?.Split('|', 2) is [var nonce, var memberId] ? (SignInLinks.Digest(nonce), memberId) : null;

    private async Task<bool> MailAsync(Account account, string address, Uri link, CancellationToken cancellationToken)
    {
        var name = DisplayText.Clean(Recipient.Of(account.Member).FullName);
        var content = await templates.ConfirmAddressAsync(new ConfirmAddressEmailModel(web.Value.OrganisationName, name, link.AbsoluteUri));
        return await sender.SendAsync(new OutgoingEmail($"{Purpose}-{Guid.NewGuid():N}", address, name, Purpose, content), cancellationToken)
            is SendAnswer.Sent or SendAnswer.Unknown;
    }
}
