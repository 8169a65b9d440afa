using System.Globalization;
using BadgeFunctions.Functions.Signing;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Members;

/// <summary>A signed-in member: a signed cookie with the member's id and the session's end.</summary>
internal sealed class Session(Signer signer, IOptions<WebOptions> web, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    private const string Purpose = "session";

    private bool IsSecure => web.Value.PublicUrl.Scheme == Uri.UriSchemeHttps;

    // The prefix makes browsers refuse the cookie from sibling domains and over plain http.
    private string CookieName => IsSecure ? "__Host-session" : "session";

    /// <summary>The signed-in member's id, or null.</summary>
    public string? MemberOf(HttpRequest request) =>
        signer.Verify(Purpose, request.Cookies[CookieName])?.Split('|') is [var memberId, var until]
        && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && clock.GetUtcNow().ToUnixTimeSeconds() < seconds
            ? memberId
            : null;

    public void Begin(HttpResponse response, string memberId)
    {
        var until = clock.GetUtcNow() + Lifetime;
        response.Cookies.Append(
            CookieName, signer.Sign(Purpose, string.Create(CultureInfo.InvariantCulture, $"{memberId}|{until.ToUnixTimeSeconds()}")), Cookie(until));
    }

    public void End(HttpResponse response) => response.Cookies.Delete(CookieName, Cookie(null));

    private CookieOptions Cookie(DateTimeOffset? until) => new()
    {
        HttpOnly = true,
        Secure = IsSecure,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        Expires = until,
        IsEssential = true,
    };
}
