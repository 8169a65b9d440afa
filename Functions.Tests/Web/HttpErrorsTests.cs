using BadgeFunctions.Functions.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace BadgeFunctions.Functions.Tests.Web;

/// <summary>On either host: an answer of 200 to a request that failed would be the end of a webhook.</summary>
public sealed class HttpErrorsTests
{
    // Under this key both hosts keep the HTTP context.
    private const string HttpContextItem = "HttpRequestContext";

    [Fact]
    public async Task A_call_that_fails_is_answered_500_with_problem_details()
    {
        var http = await RunAsync("application/json", _ => throw new InvalidOperationException("secret detail"));

        Assert.Equal(StatusCodes.Status500InternalServerError, http.Response.StatusCode);
        Assert.Equal("application/problem+json", http.Response.ContentType);
        Assert.DoesNotContain("secret detail", BodyOf(http), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_fails_is_answered_500_with_a_page()
    {
        var http = await RunAsync("text/html,application/xhtml+xml", _ => throw new InvalidOperationException());

        Assert.Equal(StatusCodes.Status500InternalServerError, http.Response.StatusCode);
        Assert.Contains("Something went wrong", BodyOf(http), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_Kestrel_refuses_keeps_its_status()
    {
        var http = await RunAsync("*/*", _ => throw new BadHttpRequestException("Request body too large.", StatusCodes.Status413PayloadTooLarge));

        Assert.Equal(StatusCodes.Status413PayloadTooLarge, http.Response.StatusCode);
        Assert.Contains("Request body too large.", BodyOf(http), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_Kestrel_refuses_is_a_page_for_a_browser()
    {
        var http = await RunAsync("text/html", _ => throw new BadHttpRequestException("Request body too large.", StatusCodes.Status413PayloadTooLarge));

        Assert.Equal((StatusCodes.Status413PayloadTooLarge, "text/html; charset=utf-8"), (http.Response.StatusCode, http.Response.ContentType));
        Assert.Contains("<p>Request body too large.</p>", BodyOf(http), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_function_answered_stays_as_it_is()
    {
        var http = await RunAsync("*/*", http =>
        {
            http.Response.StatusCode = StatusCodes.Status202Accepted;
            return Task.CompletedTask;
        });

        Assert.Equal(StatusCodes.Status202Accepted, http.Response.StatusCode);
    }

    [Fact]
    public async Task What_fails_without_a_request_is_left_to_the_host()
    {
        var context = Context(null);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Errors().Invoke(context, _ => throw new InvalidOperationException()));
    }

    private static async Task<HttpContext> RunAsync(string accept, Func<HttpContext, Task> function)
    {
        var http = new DefaultHttpContext
        {
            RequestServices = WebServices.Create(),
            Response = { Body = new MemoryStream() },
        };
        http.Request.Headers.Accept = accept;
        await Errors().Invoke(Context(http), _ => function(http));
        return http;
    }

    private static HttpErrors Errors() => new(WebServices.Create().GetRequiredService<PageRenderer>(), NullLogger<HttpErrors>.Instance);

    private static FunctionContext Context(HttpContext? http)
    {
        var definition = new Mock<FunctionDefinition>();
        definition.Setup(function => function.Name).Returns("Function");
        var context = new Mock<FunctionContext>();
        context.Setup(one => one.FunctionDefinition).Returns(definition.Object);
        context.Setup(one => one.InvocationId).Returns("1");
        context.Setup(one => one.Items).Returns(new Dictionary<object, object>());
        if (http is not null)
        {
            context.Object.Items[HttpContextItem] = http;
        }

        return context.Object;
    }

    private static string BodyOf(HttpContext http)
    {
        http.Response.Body.Position = 0;
        using var reader = new StreamReader(http.Response.Body);
        return reader.ReadToEnd();
    }
}
