using Azure;

namespace BadgeFunctions.Functions.Badges;

/// <summary>Who signs in: a member, under all of their ids, with the e-mail addresses that are theirs now.</summary>
/// <param name="Records">
/// The member as the certification system knows them, once for each of their ids; the first is the one that the others were merged into.
/// </param>
/// <param name="Added">The addresses that the member has added, confirmed or not.</param>
/// <param name="Chosen">The address that the member has chosen for new badges; null for the certification system's.</param>
/// <param name="Session">The number of the sessions that are good: signing out everywhere counts it up.</param>
internal sealed record Account(IReadOnlyList<Member> Records, IReadOnlyList<AddedAddress> Added, string? Chosen, int Session)
{
    /// <summary>The version of the row that has what the member decides.</summary>
    public ETag ETag { get; init; }

    /// <summary>The member under the id that they sign in with.</summary>
    public Member Member => Records[0];

    /// <summary>The addresses that are the member's now: the certification system stands behind them, or the member has confirmed them.</summary>
    public IReadOnlyList<string> Addresses =>
    [
        .. Records.Select(record => record.Email)
            .Concat(Added.Where(added => added.IsConfirmed).Select(added => added.Email))
            .DistinctBy(EmailAddress.Normalize),
    ];

    /// <summary>The address that new badges are issued to.</summary>
    public string Primary => Chosen is not null && Has(Chosen) ? Chosen : Member.Email;

    /// <summary>Whether an address is the member's now.</summary>
    public bool Has(string address) => Addresses.Any(own => EmailAddress.AreSame(own, address));

    /// <summary>Whether an address is one that the certification system stands behind: it is not the member's to remove.</summary>
    public bool IsGiven(string address) => Records.Any(record => EmailAddress.AreSame(record.Email, address));

    /// <summary>The address that new badges are issued to which are awarded under one of the member's ids.</summary>
    public string AddressFor(string memberId) => Chosen is not null && Has(Chosen) ? Chosen : GivenTo(memberId);

    /// <summary>The certification system's address of one of the member's ids.</summary>
    public string GivenTo(string memberId) => (Records.FirstOrDefault(record => record.Id == memberId) ?? Member).Email;

    /// <summary>The account as the certification system knows one of its records now.</summary>
    public Account With(Member told) =>
        this with { Records = [.. Records.Select(record => record.Id == told.Id ? told : record)] };
}

/// <summary>An address that a member has added.</summary>
/// <param name="Email">The address as it was typed.</param>
/// <param name="LinkSha256">The digest of the link that was mailed to it.</param>
/// <param name="LinkEndsAt">Until when the link is good.</param>
internal sealed record AddedAddress(string Email, string LinkSha256, DateTimeOffset LinkEndsAt)
{
    /// <summary>When the link was used; null before: the address is nobody's until then.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>Whether the address is the member's.</summary>
    public bool IsConfirmed => ConfirmedAt is not null;

    /// <summary>Whether it is worth keeping: an address whose link was not used in time is forgotten.</summary>
    public bool IsLive(DateTimeOffset now) => IsConfirmed || now < LinkEndsAt;
}
