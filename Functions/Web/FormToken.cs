using System.Buffers.Text;
using System.Security.Cryptography;
using BadgeFunctions.Functions.Signing;

namespace BadgeFunctions.Functions.Web;

/// <summary>
/// Anti-forgery for the forms: a hidden field that is signed over the purpose and a random cookie of this browser. Source: OWASP
/// CSRF Prevention Cheat Sheet, "Signed Double-Submit Cookie".
/// </summary>
internal sealed class FormToken(Signer signer, SiteCookie cookies)
{
    /// <summary>The hidden field's name.</summary>
    public const string Field = "__form";

    private const int CookieLength = 22;

    private const string CookieName = "form";

    /// <summary>The hidden field's value for a page that is answered to <paramref name="request"/>.</summary>
    public string Issue(HttpRequest request, string purpose) => signer.Sign(PurposeOf(purpose), BrowserOf(request.HttpContext));

    /// <summary>The fields of a genuine form; null for everything else.</summary>
    public async Task<IFormCollection?> ReadAsync(HttpRequest request, string purpose, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType || request.Headers["Sec-Fetch-Site"] is [var site] && site is not ("same-origin" or "none"))
        {
            return null;
        }

        try
        {
            var form = await request.ReadFormAsync(cancellationToken);
            return signer.Verify(PurposeOf(purpose), form[Field]) is { } browser
                && cookies.Find(request, CookieName) is { Length: CookieLength } cookie
                && browser == cookie
                    ? form
                    : null;
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    // Kept with the request: a page with two forms sets one cookie.
    private string BrowserOf(HttpContext context)
    {
        if (cookies.Find(context.Request, CookieName) is { Length: CookieLength } known)
        {
            return known;
        }

        if (context.Items[CookieName] is string browser)
        {
            return browser;
        }

        browser = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        context.Items[CookieName] = browser;
        cookies.Set(context.Response, CookieName, browser);
        return browser;
    }

    private static string PurposeOf(string purpose) => $"form:{purpose}";
}
