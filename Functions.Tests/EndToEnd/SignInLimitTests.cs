using System.Net;
using BadgeFunctions.Functions.Members;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>How often one network can ask for sign-in links.</summary>
public sealed class SignInLimitTests : IAsyncLifetime
{
    private BadgeApplication _app = null!;

    public async Task InitializeAsync() =>
        _app = await BadgeApplication.StartAsync(("SignIn:PerNetwork", "3"), ("SignIn:ClientAddressHeader", "CLIENT-IP"));

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_network_that_asks_too_often_is_told_so_and_another_goes_on()
    {
        for (var asked = 0; asked < 3; asked++)
        {
            Assert.Equal(HttpStatusCode.OK, await AskAsync($"192.0.2.1:{50000 + asked}"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync("192.0.2.1:50003"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync("198.51.100.7, 192.0.2.1"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync("192.0.2.2:50000"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(null));
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

    private async Task<HttpStatusCode> AskAsync(string? clientAddress)
    {
        using var http = new HttpClient(new HttpClientHandler()) { BaseAddress = new Uri(_app.Url) };
        var page = await http.GetStringAsync(new Uri("sign-in", UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Post, "sign-in")
        {
            Content = new FormUrlEncodedContent(
            [
                new("__form", page.Split("name=\"__form\" value=\"")[1].Split('"')[0]),
                new("email", "nobody@example.org"),
            ]),
        };
        if (clientAddress is not null)
        {
            request.Headers.TryAddWithoutValidation("CLIENT-IP", clientAddress);
        }

        return (await http.SendAsync(request)).StatusCode;
    }
}
