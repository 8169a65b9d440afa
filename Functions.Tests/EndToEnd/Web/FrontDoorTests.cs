using System.Net;
using System.Text.Json;
using BadgeFunctions.EmbeddedHost.Http;
using Microsoft.AspNetCore.Routing.Patterns;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Web;

/// <summary>What stands at addresses that are no function's own: nobody meets an empty answer.</summary>
public sealed class FrontDoorTests(FrontDoorTests.App app) : IClassFixture<FrontDoorTests.App>
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task The_front_door_leads_to_sign_in(string method)
    {
        using var response = await SendAsync(method, "/", Browser);

        Assert.Equal((HttpStatusCode.SeeOther, "/sign-in"), (response.StatusCode, response.Headers.Location?.OriginalString));
    }

    [Theory]
    [InlineData("GET", "/nothing-here")]
    [InlineData("GET", "/claim/a-link/that-was/copied-wrong")]
    [InlineData("GET", "/api/nothing")]
    [InlineData("GET", "/assets/nothing.css")]
    [InlineData("GET", "/badge-images/No_such_code")]
    [InlineData("POST", "/")]
    [InlineData("GET", "/sign-out")]
    [InlineData("GET", "/webhooks/sendgrid")]
    [InlineData("DELETE", "/my-badges")]
    public async Task Where_nothing_is_a_browser_meets_a_page_and_a_program_a_problem(string method, string path)
    {
        using var page = await SendAsync(method, path, Browser);
        using var problem = await SendAsync(method, path, "application/json");

        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.Contains("<h1>Page not found</h1>", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (problem.StatusCode, problem.Content.Headers.ContentType?.MediaType));
        Assert.Equal(404, JsonDocument.Parse(await problem.Content.ReadAsStringAsync()).RootElement.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_refusal_that_a_browser_meets_is_a_page_that_says_what_is_wrong()
    {
        var path = $"/api/admin/callbacks/certification/deliveries?state=odd&code={TestSettings.OfficeKey}";
        using var page = await SendAsync("GET", path, Browser);
        using var problem = await SendAsync("GET", path, "*/*");

        Assert.Equal((HttpStatusCode.BadRequest, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.Contains("<p>state: ", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("application/problem+json", problem.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/favicon.ico", "image/svg+xml")]
    [InlineData("/robots.txt", "text/plain")]
    [InlineData("/site.webmanifest", "application/manifest+json")]
    public async Task What_browsers_and_crawlers_ask_every_site_for_is_there(string path, string type)
    {
        using var response = await SendAsync("GET", path, "*/*");

        Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Contains("public", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Crawlers_may_read_the_public_badges_and_the_sign_in_page_and_nothing_of_a_member_s()
    {
        var rules = await app.Running.Client.GetStringAsync(new Uri("/robots.txt", UriKind.Relative));

        Assert.Equal("User-agent: *\nAllow: /badges/\nAllow: /badge-images/\nAllow: /assets/\nAllow: /sign-in$\nAllow: /verify$\nDisallow: /\n", rules);
    }

    [Fact]
    public async Task Chromium_takes_the_manifest_that_a_page_names_under_the_page_s_own_policy()
    {
        var page = await app.Running.Chromium.OpenAsync();
        await page.GotoAsync($"{app.Running.Url}/sign-in");
        var session = await page.Context.NewCDPSessionAsync(page);

        var taken = (await session.SendAsync("Page.getAppManifest"))!.Value;

        Assert.Empty(taken.GetProperty("errors").EnumerateArray());
        var manifest = JsonDocument.Parse(taken.GetProperty("data").GetString()!).RootElement;
        Assert.Equal("My Badges", manifest.GetProperty("short_name").GetString());
        Assert.Contains("Test Certification Body", manifest.GetProperty("name").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_other_route_begins_with_a_literal_so_that_the_Functions_host_too_tries_this_one_last()
    {
        // WebJobsRouteBuilder.Build sorts by the first segment: literals before parameters.
        var routes = HttpFunctionRoute.Create(app.Running.Functions, "", []);

        var last = Assert.Single(routes, route => route.Pattern.PathSegments[0].Parts[0] is RoutePatternParameterPart);
        Assert.Equal("{*path}", last.Pattern.RawText);
    }

    [Fact]
    public async Task Nothing_of_it_is_an_error_in_the_log()
    {
        using var page = await SendAsync("GET", "/nothing-here", Browser);
        using var icon = await SendAsync("GET", "/favicon.ico", "*/*");

        Assert.Empty(app.Running.Logs.Errors);
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string accept)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Accept", accept);
        return await app.Running.Client.SendAsync(request);
    }

    /// <summary>The app, once for all of these.</summary>
    public sealed class App : IAsyncLifetime
    {
        internal BadgeApplication Running { get; private set; } = null!;

        public async Task InitializeAsync() => Running = await BadgeApplication.StartAsync();

        public async Task DisposeAsync() => await Running.DisposeAsync();
    }
}
