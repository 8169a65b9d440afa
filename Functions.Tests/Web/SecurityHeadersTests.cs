using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Tests.Web;

public sealed class SecurityHeadersTests
{
    private static readonly Uri Https = new("https://badges.example.org");

    [Fact]
    public void Forms_go_to_this_site_and_to_the_one_other_that_the_page_names()
    {
        var policy = SecurityHeaders.For(Https, new Uri("https://www.credly.com/go/accept?token=secret"))["Content-Security-Policy"];

        Assert.Contains("form-action 'self' https://www.credly.com;", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", policy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_loads_and_runs_only_what_it_names()
    {
        var headers = SecurityHeaders.For(Https, null);

        Assert.Equal(
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; manifest-src 'self'; img-src 'self' https:; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            headers["Content-Security-Policy"]);
        Assert.Equal("no-store", headers["Cache-Control"]);
        Assert.Equal("no-referrer", headers["Referrer-Policy"]);
        Assert.Equal("same-origin", headers["Cross-Origin-Opener-Policy"]);
        Assert.Equal("nosniff", headers["X-Content-Type-Options"]);
        Assert.Equal("noindex", headers["X-Robots-Tag"]);
    }

    [Fact]
    public void Over_plain_http_images_come_from_this_machine_only() =>
        Assert.Contains(
            "img-src 'self' https: http://localhost:* http://127.0.0.1:*;",
            SecurityHeaders.For(new Uri("http://localhost:7071"), null)["Content-Security-Policy"],
            StringComparison.Ordinal);

    [Fact]
    public void A_site_over_https_is_remembered_as_one() =>
        Assert.Contains("Strict-Transport-Security", SecurityHeaders.For(Https, null).Keys);

    [Fact]
    public void A_site_on_this_machine_is_not() =>
        Assert.DoesNotContain("Strict-Transport-Security", SecurityHeaders.For(new Uri("http://localhost:7071"), null).Keys);
}
