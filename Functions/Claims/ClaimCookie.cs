using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Claims;

/// <summary>
/// The authorization token in the browser that claimed. It stands in a cookie alone: no page, address or script has it, and the dialog can
/// be opened again. Each badge has a cookie of its own, as a member can be in the middle of two claims.
/// </summary>
internal sealed class ClaimCookie(IOptions<WebOptions> web)
{
    private bool IsSecure => web.Value.PublicUrl.Scheme == Uri.UriSchemeHttps;

    /// <summary>The token that this browser holds for a badge; null when it has none, or none any more.</summary>
    public string? TokenOf(HttpRequest request, BadgeKey badge) =>
        request.Cookies[NameOf(badge)] is { Length: > 0 } token ? token : null;

    /// <summary>Gives the browser a token, for as long as it is good.</summary>
    public void Give(HttpResponse response, BadgeKey badge, string token) =>
        response.Cookies.Append(NameOf(badge), token, Cookie(ClaimToken.Lifetime));

    /// <summary>Takes the token from the browser.</summary>
    public void Take(HttpResponse response, BadgeKey badge) => response.Cookies.Delete(NameOf(badge), Cookie(null));

    // The prefix makes browsers refuse the cookie from sibling domains and over plain http.
    private string NameOf(BadgeKey badge) => $"{(IsSecure ? "__Host-" : "")}claim-{badge.BadgeId}";

    private CookieOptions Cookie(TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        Secure = IsSecure,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = lifetime,
        IsEssential = true,
    };
}
