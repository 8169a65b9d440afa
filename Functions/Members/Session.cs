using System.Globalization;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Members;

/// <summary>
/// A signed-in member: a signed cookie with the session's end, what stands for the address that opened it, and the member's id. It ends
/// when the address stops being the member's.
/// </summary>
internal sealed class Session(Signer signer, MemberStore members, AddressDigest digests, SiteCookie cookies, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    private const string Purpose = "session";

    /// <summary>The signed-in member, or null.</summary>
    public async Task<Member?> MemberOfAsync(HttpRequest request, CancellationToken cancellationToken) =>
        signer.Verify(Purpose, cookies.Find(request, Purpose))?.Split('|', 3) is [var until, var address, var memberId]
        && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && clock.GetUtcNow().ToUnixTimeSeconds() < seconds
        && await members.FindAsync(memberId, cancellationToken) is { } member
        && digests.Of(member.Email) == address
            ? member
            : null;

    public void Begin(HttpResponse response, Member member)
    {
        var until = clock.GetUtcNow() + Lifetime;
        var text = string.Create(CultureInfo.InvariantCulture, $"{until.ToUnixTimeSeconds()}|{digests.Of(member.Email)}|{member.Id}");
        cookies.Set(response, Purpose, signer.Sign(Purpose, text), Lifetime);
    }

    public void End(HttpResponse response) => cookies.Delete(response, Purpose);
}
