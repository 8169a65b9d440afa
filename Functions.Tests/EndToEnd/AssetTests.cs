using System.Net;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

public sealed class AssetTests : IAsyncLifetime
{
    private BadgeApplication _app = null!;

    public async Task InitializeAsync() => _app = await BadgeApplication.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task An_address_that_names_the_version_is_kept_for_ever_and_an_other_is_not()
    {
        var versioned = _app.Services.GetRequiredService<Assets>().UrlOf("site.css");

        using var kept = await _app.Client.GetAsync(new Uri(versioned, UriKind.Relative));
        using var asked = await _app.Client.GetAsync(new Uri("/assets/site.css", UriKind.Relative));

        Assert.Contains("immutable", kept.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("immutable", asked.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal("text/css", kept.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_badge_s_image_is_asked_for_by_a_code_that_a_template_can_have()
    {
        using var longest = await _app.Client.GetAsync(new Uri($"/badge-images/{new string('a', 64)}", UriKind.Relative));
        using var longer = await _app.Client.GetAsync(new Uri($"/badge-images/{new string('a', 65)}", UriKind.Relative));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (longest.StatusCode, longer.StatusCode));
    }

    [Fact]
    public async Task Programs_that_only_ask_for_an_image_s_head_are_answered()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/assets/badge.png");
        using var response = await _app.Client.SendAsync(request);

        Assert.Equal((HttpStatusCode.OK, "image/png"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("/assets/nothing.css")]
    [InlineData("/assets/..%2fhost.json")]
    [InlineData("/assets/%2e%2e/local.settings.json")]
    public async Task Nothing_but_the_assets_can_be_read(string path)
    {
        using var response = await _app.Client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Every_seeded_template_has_an_image_and_each_category_a_template()
    {
        var templates = TemplateSeed.Read();

        Assert.Equal(4, templates.Select(template => template.Category).Distinct().Count());
        foreach (var template in templates)
        {
            using var image = await _app.Client.GetAsync(new Uri($"/assets/{template.Code}.png", UriKind.Relative));
            Assert.Equal("image/png", image.Content.Headers.ContentType?.MediaType);
        }
    }
}
