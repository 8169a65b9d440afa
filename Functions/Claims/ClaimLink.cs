using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Claims;

/// <summary>
/// The link that the e-mail carries: the badge and the address that it is mailed to, signed. Who holds it can claim the badge while it
/// goes to that address, and be sent on to Credly, and there can accept it only with an account that has the recipient's address.
/// </summary>
internal sealed class ClaimLink(Signer signer, AddressDigest digests, IOptions<WebOptions> web)
{
    private const string Purpose = "claim-link";
    private const string RemindersPurpose = "stop-reminders";

    /// <summary>The absolute address that is mailed.</summary>
    public Uri UrlFor(Badge badge) => new(web.Value.PublicUrl, PathFor(badge));

    /// <summary>The address within the app.</summary>
    public string PathFor(Badge badge) => $"/claim/{signer.Sign(Purpose, new MailedClaim(badge.Key, AddressOf(badge)).ToString())}";

    /// <summary>The absolute address under which the member stops the reminders. It opens nothing else.</summary>
    public Uri StopRemindersUrlFor(Badge badge) =>
        new(web.Value.PublicUrl, $"/reminders/{signer.Sign(RemindersPurpose, new MailedClaim(badge.Key, AddressOf(badge)).ToString())}");

    /// <summary>What a genuine link that stops reminders says; null for everything else.</summary>
    public MailedClaim? ReadStopReminders(string link) => signer.Verify(RemindersPurpose, link) is { } text ? MailedClaim.Read(text) : null;

    /// <summary>What a genuine link says; null for everything else.</summary>
    public MailedClaim? Read(string link) => signer.Verify(Purpose, link) is { } text ? MailedClaim.Read(text) : null;

    /// <summary>Whether the badge still goes to the address that the link was mailed to: a link in a mailbox that was the wrong one is worth nothing.</summary>
    public bool IsFor(MailedClaim mailed, Badge badge) => mailed.Address == AddressOf(badge);

    private string AddressOf(Badge badge) => digests.Of(badge.Recipient.Email)[..MailedClaim.AddressLength];
}

/// <summary>What a claim link says.</summary>
/// <param name="Badge">The badge.</param>
/// <param name="Address">What stands for the address that it was mailed to.</param>
internal sealed record MailedClaim(BadgeKey Badge, string Address)
{
    /// <summary>The length of <see cref="Address"/>.</summary>
    public const int AddressLength = 16;

    /// <summary>The text that is signed.</summary>
    public override string ToString() => $"{Badge.BadgeId}-{Address}-{Badge.MemberId}";

    /// <summary>Reads that text; null when it is none.</summary>
    public static MailedClaim? Read(string text) => text.Split('-', 3) switch
    {
        [var id, { Length: AddressLength } address, { Length: > 0 } memberId] when BadgeKey.IsBadgeId(id) => new(new BadgeKey(memberId, id), address),
        _ => null,
    };
}
