using BadgeFunctions.Functions.Claims;
using BadgeFunctions.Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Tests.Claims;

public sealed class ClaimCookieTests
{
    [Theory]
    [InlineData("https://badges.example.org", "__Host-claim-", "; max-age=120; path=/; secure; samesite=lax; httponly")]
    [InlineData("http://localhost:7071", "claim-", "; max-age=120; path=/; samesite=lax; httponly")]
    public void The_token_is_kept_from_scripts_and_other_sites_for_two_minutes(string site, string prefix, string attributes)
    {
        var response = new DefaultHttpContext().Response;

        Cookies(site).Give(response, A.Badge().Key, "token");

        Assert.Equal($"{prefix}{A.Badge().Key.BadgeId}=token{attributes}", response.Headers.SetCookie.ToString());
    }

    [Fact]
    public void A_token_is_that_of_its_badge()
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.Cookie = $"claim-{A.Badge().Key.BadgeId}=token";
        var other = A.Badge().Key with { BadgeId = new string('0', 32) };

        Assert.Equal("token", Cookies("http://localhost").TokenOf(request, A.Badge().Key));
        Assert.Null(Cookies("http://localhost").TokenOf(request, other));
        Assert.Null(Cookies("https://badges.example.org").TokenOf(request, A.Badge().Key));
    }

    private static ClaimCookie Cookies(string site) =>
        new(Options.Create(new WebOptions { PublicUrl = new Uri(site), OrganisationName = "Example Association" }));
}
