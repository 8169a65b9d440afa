using System.Net;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Http;

public sealed class HttpResultsTests
{
    [Theory]
    [InlineData("result", HttpStatusCode.Accepted, "application/json", """{"badgeId":"b-1"}""")]
    [InlineData("action", HttpStatusCode.Created, "application/json", """{"badgeId":"b-2"}""")]
    [InlineData("content", HttpStatusCode.OK, "text/html", "<p>badge</p>")]
    [InlineData("object", HttpStatusCode.OK, "application/json", """{"badgeId":"b-3"}""")]
    [InlineData("text", HttpStatusCode.OK, "text/plain", "badge")]
    [InlineData("nothing", HttpStatusCode.OK, null, "")]
    [InlineData("written", HttpStatusCode.NoContent, null, "")]
    public async Task What_a_function_returns_becomes_the_response(string route, HttpStatusCode status, string? mediaType, string body)
    {
        await using var host = await TestHost.StartAsync<Returns>();

        using var response = await host.Client.GetAsync($"/{route}");

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_action_result_may_redirect()
    {
        await using var host = await TestHost.StartAsync<Returns>();

        using var response = await host.Client.GetAsync("/redirect");

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal("https://www.credly.com/", response.Headers.Location!.OriginalString);
    }

    public sealed record Answer(string BadgeId);

    public sealed class Returns
    {
        [Function("result")]
        public IResult Result([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
            TypedResults.Accepted((string?)null, new Answer("b-1"));

        [Function("action")]
        public async Task<IActionResult> Action([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
        {
            await Task.Yield();
            return new ObjectResult(new Answer("b-2")) { StatusCode = StatusCodes.Status201Created };
        }

        [Function("content")]
        public ActionResult Content([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
            new ContentResult { Content = "<p>badge</p>", ContentType = "text/html" };

        [Function("redirect")]
        public IActionResult Redirect([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
            new RedirectResult("https://www.credly.com/");

        [Function("object")]
        public Task<Answer> Json([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
            Task.FromResult(new Answer("b-3"));

        [Function("text")]
        public Task<string> Text([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Task.FromResult("badge");

        [Function("nothing")]
        public Task Nothing([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Task.CompletedTask;

        [Function("written")]
        public void Written([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
            request.HttpContext.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
