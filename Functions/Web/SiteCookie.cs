using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Web;

/// <summary>A cookie of this site: no script reads it, and only this site's pages send it.</summary>
internal sealed class SiteCookie(IOptions<WebOptions> web)
{
    private bool IsSecure => web.Value.PublicUrl.Scheme == Uri.UriSchemeHttps;

    /// <summary>The value in a request; null when there is none.</summary>
    public string? Find(HttpRequest request, string name) => request.Cookies[NameOf(name)];

    /// <summary>Gives the browser a value, until it is closed where no end is named.</summary>
    public void Set(HttpResponse response, string name, string value, TimeSpan? lifetime = null) =>
        response.Cookies.Append(NameOf(name), value, Options(lifetime));

    /// <summary>Takes the value from the browser.</summary>
    public void Delete(HttpResponse response, string name) => response.Cookies.Delete(NameOf(name), Options(null));

    // The prefix makes browsers refuse the cookie from sibling domains and over plain http.
    private string NameOf(string name) => IsSecure ? $"__Host-{name}" : name;

    private CookieOptions Options(TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        Secure = IsSecure,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = lifetime,
        IsEssential = true,
    };
}
