using System.Text;
using BadgeFunctions.Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BadgeFunctions.Functions.Tests.Web;

public sealed class PageRendererTests : IDisposable
{
    private readonly ServiceProvider _services = WebServices.Create();

    private PageRenderer Renderer => _services.GetRequiredService<PageRenderer>();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task A_page_is_answered_as_HTML_with_its_status_and_every_security_header()
    {
        var result = await Renderer.PageAsync<MessagePage>(new MessagePageModel("Gone", ["It was here."]), StatusCodes.Status410Gone);

        var (response, body) = await WebServices.ExecuteAsync(result);

        Assert.Equal(StatusCodes.Status410Gone, response.StatusCode);
        Assert.Equal("text/html; charset=utf-8", response.ContentType);
        Assert.StartsWith("<!DOCTYPE html>", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
        foreach (var (name, value) in SecurityHeaders.For(new Uri("https://badges.example.org"), null))
        {
            Assert.Equal(value, response.Headers[name]);
        }
    }

    [Fact]
    public async Task A_page_has_a_language_a_title_landmarks_and_a_way_to_skip_to_the_content()
    {
        var html = await Renderer.HtmlAsync<MessagePage>(new MessagePageModel("Hello", ["World."]));

        Assert.Contains("<html lang=\"en\" dir=\"ltr\">", html, StringComparison.Ordinal);
        Assert.Contains("<title>Hello · Example Association</title>", html, StringComparison.Ordinal);
        Assert.Contains("width=device-width, initial-scale=1", html, StringComparison.Ordinal);
        Assert.Contains("href=\"#main\"", html, StringComparison.Ordinal);
        Assert.Contains("<header class=\"site\">", html, StringComparison.Ordinal);
        Assert.Contains("<main id=\"main\">", html, StringComparison.Ordinal);
        Assert.Contains("<footer class=\"site\">", html, StringComparison.Ordinal);
        Assert.Single(html.Split("<h1"), part => part.StartsWith(">Hello</h1>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_style_sheet_s_address_names_its_content()
    {
        var html = await Renderer.HtmlAsync<MessagePage>(new MessagePageModel("Hello", []));

        Assert.Matches("<link rel=\"stylesheet\" href=\"/assets/site\\.css\\?v=[0-9a-f]{16}\" />", html);
    }

    [Fact]
    public async Task A_page_has_nothing_that_its_own_policy_forbids()
    {
        var html = await Renderer.HtmlAsync<MessagePage>(new MessagePageModel("Hello", ["World."], new PageLink("My badges", "/my-badges")));

        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("onclick", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_names_the_address_that_members_write_to()
    {
        var web = _services.GetRequiredService<IOptions<WebOptions>>().Value;
        web.ContactAddress = "o'neill+badges&co@example.org";

        var html = await Renderer.HtmlAsync<MessagePage>(new MessagePageModel("Hello", []));

        Assert.Contains("Questions? Write to Example Association: <a href=\"mailto:o%27neill%2Bbadges%26co@example.org\">", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_address_nobody_is_asked_to_write()
    {
        _services.GetRequiredService<IOptions<WebOptions>>().Value.ContactAddress = null;

        Assert.DoesNotContain("Questions?", await Renderer.HtmlAsync<MessagePage>(new MessagePageModel("Hello", [])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_is_never_markup()
    {
        var html = await Renderer.HtmlAsync<MessagePage>(
            new MessagePageModel(WebServices.Hostile, [WebServices.Hostile], new PageLink(WebServices.Hostile, "/\"><script>")));

        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp;", html, StringComparison.Ordinal);
    }
}
