namespace BadgeFunctions.Functions.Web;

/// <summary>The headers of every page. Source: OWASP HTTP Headers Cheat Sheet.</summary>
internal static class SecurityHeaders
{
    /// <param name="publicUrl">The app's own address.</param>
    /// <param name="formTarget">
    /// Where a form of the page is redirected to: Chromium holds <c>form-action</c> against redirects as well.
    /// </param>
    public static IReadOnlyDictionary<string, string> For(Uri publicUrl, Uri? formTarget)
    {
        var headers = new Dictionary<string, string>
        {
            ["Content-Security-Policy"] = Policy(publicUrl, formTarget),
            ["Cache-Control"] = "no-store",
            ["Cross-Origin-Opener-Policy"] = "same-origin",
            ["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()",
            // The claim link is a secret that stands in the address.
            ["Referrer-Policy"] = "no-referrer",
            ["X-Content-Type-Options"] = "nosniff",
            ["X-Frame-Options"] = "DENY",
            ["X-Robots-Tag"] = "noindex",
        };
        if (publicUrl.Scheme == Uri.UriSchemeHttps)
        {
            headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains";
        }

        return headers;
    }

    private static string Policy(Uri publicUrl, Uri? formTarget)
    {
        var formAction = formTarget is null ? "'self'" : $"'self' {formTarget.GetLeftPart(UriPartial.Authority)}";
        // Badge images may be the platform's; over plain http the platform is a stand-in on this machine.
        var images = publicUrl.Scheme == Uri.UriSchemeHttps ? "'self' https:" : "'self' https: http://localhost:* http://127.0.0.1:*";
        return $"default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src {images}; form-action {formAction}; "
            + "base-uri 'none'; frame-ancestors 'none'";
    }
}
