using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Members;

namespace BadgeFunctions.Functions.Claims;

/// <summary>What a claim link says.</summary>
/// <param name="BadgeId">The badge.</param>
/// <param name="Address">What stands for the address that it was mailed to; null in links of earlier versions.</param>
internal sealed record MailedClaim(string BadgeId, string? Address)
{
    private const int AddressLength = 16;

    /// <summary>What the link says that is mailed to the badge's recipient.</summary>
    public static MailedClaim Of(Badge badge) => new(badge.Key.BadgeId, AddressOf(badge));

    /// <summary>Whether the badge still goes to that address: a link in a mailbox that was the wrong one is worth nothing.</summary>
    public bool IsFor(Badge badge) => Address is { } address
        ? address == AddressOf(badge)
        // An earlier version's link: known to be good only while nothing about the badge has changed. Each change mails a new one.
        : badge.Revision == 1;

    /// <summary>The text that is signed.</summary>
    public override string ToString() => $"{BadgeId}-{Address}";

    /// <summary>Reads that text; null when it is none.</summary>
    public static MailedClaim? Read(string text) => text.Split('-') switch
    {
        [var id] when BadgeKey.IsBadgeId(id) => new(id, null),
        [var id, { Length: AddressLength } address] when BadgeKey.IsBadgeId(id) => new(id, address),
        _ => null,
    };

    private static string AddressOf(Badge badge) => EmailAddress.Digest(badge.Recipient.Email)[..AddressLength];
}
