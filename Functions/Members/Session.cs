using System.Globalization;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Members;

/// <summary>
/// A signed-in member: a signed cookie with the session's end, the number of the account's sessions, what stands for the address that opened
/// it, and the member's id. It ends when the address stops being the member's, and when they sign out everywhere.
/// </summary>
internal sealed class Session(Signer signer, MemberStore members, AddressDigest digests, SiteCookie cookies, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    private const string Purpose = "session";

    /// <summary>The signed-in member, or null.</summary>
    public async Task<Account?> MemberOfAsync(HttpRequest request, CancellationToken cancellationToken) =>
        signer.Verify(Purpose, cookies.Find(request, Purpose))?.Split('|', 4) is [var until, var number, var address, var memberId]
        && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && clock.GetUtcNow().ToUnixTimeSeconds() < seconds
        && await members.FindAsync(memberId, cancellationToken) is { } account
        && number == NumberOf(account)
        && digests.FindIn(account, address) is not null
            ? account
            : null;

    /// <param name="response">Where the cookie is set.</param>
    /// <param name="account">The member.</param>
    /// <param name="addressDigest">What stands for the address that opens the session.</param>
    public void Begin(HttpResponse response, Account account, string addressDigest)
    {
        var until = clock.GetUtcNow() + Lifetime;
        var text = string.Create(CultureInfo.InvariantCulture, $"{until.ToUnixTimeSeconds()}|{NumberOf(account)}|{addressDigest}|{account.Member.Id}");
        cookies.Set(response, Purpose, signer.Sign(Purpose, text), Lifetime);
    }

    /// <summary>Ends the session of this browser.</summary>
    public void End(HttpResponse response) => cookies.Delete(response, Purpose);

    /// <summary>Ends all sessions of a member, on whatever device.</summary>
    public Task EndAllAsync(Account account, CancellationToken cancellationToken) =>
        members.ChangeAsync(account.Member.Id, current => current with { Session = current.Session + 1 }, cancellationToken);

    private static string NumberOf(Account account) => account.Session.ToString(CultureInfo.InvariantCulture);
}
