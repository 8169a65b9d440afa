using BadgeFunctions.Functions.Web;
using Microsoft.AspNetCore.Http;

namespace BadgeFunctions.Functions.Tests.Web;

public sealed class AssetFunctionTests
{
    private const int MaxImageBytes = 60_000;

    private static readonly Assets Files = new(Theme.Default);

    [Theory]
    [InlineData("site.css", "text/css; charset=utf-8")]
    [InlineData("site.js", "text/javascript; charset=utf-8")]
    [InlineData("logo.svg", "image/svg+xml")]
    [InlineData("best-practice-week-attendee.png", "image/png")]
    public async Task A_file_has_its_type_and_a_strong_tag(string name, string contentType)
    {
        var (response, body) = await GetAsync(name);

        Assert.Equal((StatusCodes.Status200OK, contentType), (response.StatusCode, response.ContentType));
        Assert.Equal($"\"{Files.Find(name)!.Version}\"", response.Headers.ETag);
        Assert.Equal("nosniff", response.Headers.XContentTypeOptions);
        Assert.Equal(Files.Find(name)!.Content, body);
    }

    [Fact]
    public async Task A_browser_that_has_the_file_does_not_get_it_again()
    {
        var (response, body) = await GetAsync("site.css", ifNoneMatch: $"\"{Files.Find("site.css")!.Version}\"");

        Assert.Equal(StatusCodes.Status304NotModified, response.StatusCode);
        Assert.Empty(body);
    }

    [Fact]
    public async Task Who_asks_for_the_head_gets_no_body()
    {
        var (response, body) = await GetAsync("site.css", HttpMethods.Head);

        Assert.Equal(Files.Find("site.css")!.Content.Length, response.ContentLength);
        Assert.Empty(body);
    }

    [Fact]
    public async Task An_address_of_another_version_is_not_kept_for_ever()
    {
        var (current, _) = await GetAsync("site.css", version: Files.Find("site.css")!.Version);
        var (outdated, _) = await GetAsync("site.css", version: "0123456789abcdef");

        Assert.Equal("public, max-age=31536000, immutable", current.Headers.CacheControl);
        Assert.Equal("public, max-age=3600", outdated.Headers.CacheControl);
    }

    [Theory]
    [InlineData("")]
    [InlineData("SITE.CSS")]
    [InlineData("../host.json")]
    [InlineData("..\\local.settings.json")]
    [InlineData("site.css\0.png")]
    [InlineData("BadgeFunctions.Functions.Badges.templates.json")]
    public async Task Nothing_else_can_be_read(string name)
    {
        var (response, _) = await GetAsync(name);

        Assert.Equal(StatusCodes.Status404NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("badge")]
    [InlineData("best-practice-week-attendee")]
    [InlineData("level-c-project-manager")]
    [InlineData("project-management-foundations")]
    [InlineData("volunteer-of-the-year")]
    public void Badge_images_are_600_pixels_wide_and_high_and_light_enough_for_a_phone(string name)
    {
        var image = Files.Find($"{name}.png")!.Content;

        // The first chunk of a PNG is its header: width and height, most significant byte first.
        Assert.Equal([0, 0, 2, 88, 0, 0, 2, 88], image[16..24]);
        Assert.InRange(image.Length, 1, MaxImageBytes);
    }

    private static Task<(HttpResponse Response, byte[] Body)> GetAsync(
        string name, string method = "GET", string? version = null, string? ifNoneMatch = null)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.QueryString = version is null ? QueryString.Empty : QueryString.Create("v", version);
        context.Request.Headers.IfNoneMatch = ifNoneMatch;
        return WebServices.ExecuteAsync(new AssetFunction(Files).Run(context.Request, name), context);
    }
}
