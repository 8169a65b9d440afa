using System.Globalization;

namespace BadgeFunctions.Functions.Badges;

/// <summary>
/// What a member's session is bound to, and whatever they allow others in it: the number of the account's sessions, what stands for the address that
/// opened it, and the member's id. It ends when the address stops being the member's, and when they sign out everywhere.
/// </summary>
internal sealed class SessionBinding(MemberStore members, AddressDigest digests)
{
    public static string Of(Account account, string addressDigest) => $"{NumberOf(account)}|{addressDigest}|{account.Member.Id}";

    /// <summary>The member; null when it has ended.</summary>
    public async Task<Account?> FindAsync(string binding, CancellationToken cancellationToken) =>
        binding.Split('|', 3) is [var number, var address, var memberId]
        && await members.FindAsync(memberId, cancellationToken) is { } account
        && number == NumberOf(account)
        && digests.FindIn(account, address) is not null
            ? account
            : null;

    private static string NumberOf(Account account) => account.Session.ToString(CultureInfo.InvariantCulture);
}
