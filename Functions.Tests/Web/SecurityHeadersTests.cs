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
    public void A_site_over_https_is_remembered_as_one() =>
        Assert.Contains("Strict-Transport-Security", SecurityHeaders.For(Https, null).Keys);

    [Fact]
    public void A_site_on_this_machine_is_not() =>
        Assert.DoesNotContain("Strict-Transport-Security", SecurityHeaders.For(new Uri("http://localhost:7071"), null).Keys);
}
