using System.Net;
using BadgeFunctions.Functions.Tests.EndToEnd;

namespace BadgeFunctions.Functions.Tests.Web;

public sealed class AssetsOverHttpTests : IAsyncLifetime
{
    private BadgeApplication _app = null!;

    public async Task InitializeAsync() => _app = await BadgeApplication.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Programs_that_only_ask_for_an_image_s_head_are_answered()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/assets/badge.png");
        using var response = await _app.Client.SendAsync(request);

        Assert.Equal((HttpStatusCode.OK, "image/png"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }
}
