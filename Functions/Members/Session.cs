using System.Globalization;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Members;

/// <summary>A signed-in member: a signed cookie with the session's end and what it is bound to (<see cref="SessionBinding"/>).</summary>
internal sealed class Session(Signer signer, MemberStore members, SessionBinding bindings, SiteCookie cookies, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    private const string Purpose = "session";

    /// <summary>The signed-in member, or null.</summary>
    public async Task<Account?> MemberOfAsync(HttpRequest request, CancellationToken cancellationToken) =>
        BindingOf(request) is { } binding ? await bindings.FindAsync(binding, cancellationToken) : null;

    /// <summary>What the session is bound to; null when there is none. Whether it has ended otherwise says <see cref="SessionBinding"/>.</summary>
    public string? BindingOf(HttpRequest request) =>
        signer.Verify(Purpose, cookies.Find(request, Purpose))?.Split('|', 2) is [var until, var binding]
        && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && clock.GetUtcNow().ToUnixTimeSeconds() < seconds
            ? binding
            : null;

    /// <param name="response">Where the cookie is set.</param>
    /// <param name="account">The member.</param>
    /// <param name="addressDigest">What stands for the address that opens the session.</param>
    public void Begin(HttpResponse response, Account account, string addressDigest)
    {
        var until = clock.GetUtcNow() + Lifetime;
        var text = string.Create(CultureInfo.InvariantCulture, $"{until.ToUnixTimeSeconds()}|{SessionBinding.Of(account, addressDigest)}");
        cookies.Set(response, Purpose, signer.Sign(Purpose, text), Lifetime);
    }

    /// <summary>Ends the session of this browser.</summary>
    public void End(HttpResponse response) => cookies.Delete(response, Purpose);

    /// <summary>Ends all sessions of a member, on whatever device.</summary>
    public Task EndAllAsync(Account account, CancellationToken cancellationToken) =>
        members.ChangeAsync(account.Member.Id, current => current with { Session = current.Session + 1 }, cancellationToken);
}
