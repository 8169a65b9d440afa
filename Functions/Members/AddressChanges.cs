using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Members;

/// <summary>What a member can do with their e-mail addresses. Pure. Whatever is decided, addresses whose link was not used in time are forgotten.</summary>
internal static class AddressChanges
{
    /// <summary>How many addresses a member can add.</summary>
    public const int MostAdded = 10;

    /// <summary>How long the link is good that confirms an address.</summary>
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Why an address cannot be added; null when it can. Whether it is another member's is not asked: an office's is shared, and nobody is to
    /// learn whose it is.
    /// </summary>
    public static AddressRefusal? RefusalOf(Account account, string address, DateTimeOffset now) =>
        !EmailAddress.IsValid(address) ? AddressRefusal.NoAddress
        : account.Has(address) ? AddressRefusal.Known
        : Others(account, address, now).Count() >= MostAdded ? AddressRefusal.TooMany
        : null;

    /// <summary>Whether the member can add one more.</summary>
    public static bool IsRoomFor(Account account, DateTimeOffset now) => account.Added.Count(added => added.IsLive(now)) < MostAdded;

    /// <summary>The account while an address waits for its link to be used; an earlier link to the same address is void.</summary>
    public static Account Ask(Account account, string address, string linkSha256, DateTimeOffset now) => account with
    {
        Added = [.. Others(account, address, now), new AddedAddress(address, linkSha256, now + LinkLifetime)],
    };

    /// <summary>The address that a link was mailed to, confirmed or not; null when the link is no longer good.</summary>
    public static AddedAddress? Find(Account account, string linkSha256, DateTimeOffset now) =>
        account.Added.FirstOrDefault(added => added.LinkSha256 == linkSha256 && now < added.LinkEndsAt);

    /// <summary>The account once a link was used; null when that changes nothing.</summary>
    public static Account? Confirm(Account account, string linkSha256, DateTimeOffset now) =>
        Find(account, linkSha256, now) is { IsConfirmed: false } asked
            ? account with { Added = [.. Others(account, asked.Email, now), asked with { ConfirmedAt = now }] }
            : null;

    /// <summary>The account without an address; null when it is not the member's to remove.</summary>
    public static Account? Remove(Account account, string address, DateTimeOffset now) =>
        account.IsGiven(address) || !account.Added.Any(added => EmailAddress.AreSame(added.Email, address))
            ? null
            : account with
            {
                Added = [.. Others(account, address, now)],
                Chosen = account.Chosen is { } chosen && EmailAddress.AreSame(chosen, address) ? null : account.Chosen,
            };

    /// <summary>The account with another primary address; null when it is none of the member's.</summary>
    public static Account? Choose(Account account, string address) =>
        !account.Has(address) || EmailAddress.AreSame(address, account.Primary) ? null
        // The certification system's address is followed, whatever it becomes.
        : account with { Chosen = EmailAddress.AreSame(address, account.Member.Email) ? null : address };

    private static IEnumerable<AddedAddress> Others(Account account, string address, DateTimeOffset now) =>
        account.Added.Where(added => added.IsLive(now) && !EmailAddress.AreSame(added.Email, address));
}

/// <summary>Why an address cannot be added.</summary>
internal enum AddressRefusal
{
    /// <summary>It is no e-mail address.</summary>
    NoAddress,

    /// <summary>It is the member's already.</summary>
    Known,

    /// <summary>The member has added as many as they can.</summary>
    TooMany,
}
