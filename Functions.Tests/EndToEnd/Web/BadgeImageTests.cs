using System.Net;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Web;

/// <summary>Badge images as pages and e-mails load them.</summary>
public sealed class BadgeImageTests(FrontDoorTests.App app) : IClassFixture<FrontDoorTests.App>
{
    private const string Image = "/badge-images/best-practice-week-attendee";

    [Theory]
    [InlineData("?w=224", "image/webp")]
    [InlineData("?w=223", "image/png")]
    [InlineData("?w=wide", "image/png")]
    [InlineData("", "image/png")]
    public async Task A_width_that_pages_show_is_WebP_and_everything_else_is_the_image_as_it_came(string query, string type)
    {
        using var response = await GetAsync($"{Image}{query}");

        Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.True(response.Headers.CacheControl?.Public);
    }

    [Fact]
    public async Task A_browser_that_has_the_size_is_not_sent_it_again_and_another_size_is_another_file()
    {
        using var small = await GetAsync($"{Image}?w=112");
        using var large = await GetAsync($"{Image}?w=224");
        Assert.NotEqual(small.Headers.ETag, large.Headers.ETag);

        using var again = await GetAsync($"{Image}?w=112", small.Headers.ETag!.ToString());

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? known = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("If-None-Match", known);
        return await app.Running.Client.SendAsync(request);
    }
}
