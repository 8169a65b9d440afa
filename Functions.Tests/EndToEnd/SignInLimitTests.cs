using System.Net;
using BadgeFunctions.Functions.Members;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>How often one network can ask for sign-in links.</summary>
public sealed class SignInLimitTests
{

    [Fact]
    public async Task A_network_that_asks_too_often_is_told_so_and_another_goes_on()
    {
        await using var app = await BadgeApplication.StartAsync(("SignIn:PerNetwork", "2"), ("SignIn:ClientAddressHeader", "CLIENT-IP"));
        for (var asked = 0; asked < 2; asked++)
        {
            Assert.Equal(HttpStatusCode.OK, await AskAsync(app, "CLIENT-IP", $"192.0.2.1:{50000 + asked}"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync(app, "CLIENT-IP", "192.0.2.1:50003"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync(app, "CLIENT-IP", "198.51.100.7, 192.0.2.1"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(app, "CLIENT-IP", "192.0.2.2:50000"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(app, "X-Other", "192.0.2.1"));
    }

    [Fact]
    public async Task Without_a_header_s_name_the_connection_counts_and_nobody_passes_for_another_network()
    {
        await using var app = await BadgeApplication.StartAsync(("SignIn:PerNetwork", "2"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(app, "X-Forwarded-For", "192.0.2.1"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(app, "X-Forwarded-For", "192.0.2.2"));

        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync(app, "X-Forwarded-For", "192.0.2.3"));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("192.0.2.1:4711", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("[2001:db8:1:2:3:4:5:6]:443", "20010db800010002")]
    [InlineData("2001:db8:1:2::9", "20010db800010002")]
    [InlineData("forged, 192.0.2.1", "192.0.2.1")]
    [InlineData("unknown", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void The_network_is_the_last_address_s(string? header, string? network) => Assert.Equal(network, SignInLimits.NetworkOf(header));

    private static async Task<HttpStatusCode> AskAsync(BadgeApplication app, string header, string address)
    {
        using var http = new HttpClient(new HttpClientHandler()) { BaseAddress = new Uri(app.Url) };
        var page = await http.GetStringAsync(new Uri("sign-in", UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Post, "sign-in")
        {
            Content = new FormUrlEncodedContent(
            [
                new("__form", page.Split("name=\"__form\" value=\"")[1].Split('"')[0]),
                new("email", "nobody@example.org"),
            ]),
        };
        request.Headers.TryAddWithoutValidation(header, address);
        return (await http.SendAsync(request)).StatusCode;
    }
}
