using BadgeFunctions.Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Tests.Web;

public sealed class SiteCookieTests
{
    [Theory]
    [InlineData("https://badges.example.org", "__Host-name", "; max-age=120; path=/; secure; samesite=lax; httponly")]
    [InlineData("http://localhost:7071", "name", "; max-age=120; path=/; samesite=lax; httponly")]
    public void A_value_is_kept_from_scripts_and_other_sites_for_its_time(string site, string name, string attributes)
    {
        var response = new DefaultHttpContext().Response;

        Cookies(site).Set(response, "name", "value", TimeSpan.FromMinutes(2));

        Assert.Equal($"{name}=value{attributes}", response.Headers.SetCookie.ToString());
    }

    [Fact]
    public void A_value_that_was_set_over_plain_http_is_none_over_https()
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.Cookie = "name=value";

        Assert.Equal("value", Cookies("http://localhost").Find(request, "name"));
        Assert.Null(Cookies("http://localhost").Find(request, "other"));
        Assert.Null(Cookies("https://badges.example.org").Find(request, "name"));
    }

    private static SiteCookie Cookies(string site) =>
        new(Options.Create(new WebOptions { PublicUrl = new Uri(site), OrganisationName = "Example Association" }));
}
