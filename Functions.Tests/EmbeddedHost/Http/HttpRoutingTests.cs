using System.Net;
using BadgeFunctions.EmbeddedHost.Worker.Rpc;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Worker;
using Microsoft.AspNetCore.Http;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Http;

public sealed class HttpRoutingTests
{
    [Theory]
    [InlineData("GET", "/badges/b-1", "get b-1")]
    [InlineData("POST", "/badges/b-1", "post b-1")]
    [InlineData("GET", "/badges/b-1.json", "json b-1")]
    [InlineData("GET", "/BADGES/b%20c", "get b c")]
    [InlineData("GET", "/years/2021", "year 2021")]
    [InlineData("GET", "/files/a/b/c", "file a/b/c")]
    [InlineData("DELETE", "/Everything", "everything")]
    [InlineData("GET", "/", "root")]
    public async Task A_request_reaches_the_function_of_its_route_and_method(string method, string path, string answer)
    {
        await using var host = await TestHost.StartAsync(Routed);

        using var response = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(answer, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("GET", "/nothing-here")]
    [InlineData("GET", "/years/soon")]
    [InlineData("PUT", "/badges/b-1")]
    [InlineData("HEAD", "/years/2021")]
    [InlineData("OPTIONS", "/years/2021")]
    public async Task A_path_or_method_that_no_function_has_is_not_found(string method, string path)
    {
        await using var host = await TestHost.StartAsync(Routed);

        using var response = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(response.Content.Headers.Allow);
    }

    [Fact]
    public async Task A_function_that_answers_405_itself_is_left_alone()
    {
        await using var host = await TestHost.StartAsync(Routed);

        using var response = await host.Client.GetAsync("/refuses");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task The_response_does_not_name_the_server()
    {
        await using var host = await TestHost.StartAsync(Routed);

        using var response = await host.Client.GetAsync("/years/2021");

        Assert.Empty(response.Headers.Server);
    }

    [Fact]
    public async Task The_function_is_told_the_values_of_route_and_query_but_not_the_key()
    {
        await using var host = await TestHost.StartAsync(Routed);

        await host.Client.GetStringAsync("/badges/b%20c?lang=de&code=secret");

        var metadata = host.Worker.Received.Select(message => message.InvocationRequest).OfType<InvocationRequest>().Single().TriggerMetadata;
        Assert.Equal(["id", "lang"], metadata.Keys.Order());
        Assert.Equal("b c", metadata["id"].String);
        Assert.Equal("de", metadata["lang"].String);
    }

    [Fact]
    public async Task The_function_sees_the_request_as_its_caller_sent_it()
    {
        await using var host = await TestHost.StartAsync(worker => worker.Http("Echo", "echo/{*rest}", async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            await context.Response.WriteAsync(
                $"{context.Request.Method} {context.Request.Scheme}://{context.Request.Host}{context.Request.Path}{context.Request.QueryString} "
                + $"{context.Connection.RemoteIpAddress} {context.Request.Headers["x-own"]} {await body.ReadToEndAsync()}");
        }));
        using var request = new HttpRequestMessage(HttpMethod.Put, "/echo/a?b=c%20d") { Content = new StringContent("content") };
        request.Headers.Add("x-own", "mine");
        request.Headers.Add("X-Forwarded-Host", "forged.example");

        using var response = await host.Client.SendAsync(request);

        Assert.Equal(
            $"PUT {host.Client.BaseAddress}echo/a?b=c%20d 127.0.0.1 mine content",
            await response.Content.ReadAsStringAsync());
    }

    private static void Routed(FakeWorker worker) => worker
        .Http("GetBadge", "badges/{id}", Say("get", "id"), methods: "get")
        .Http("PostBadge", "/badges/{badge}", Say("post", "badge"), methods: "POST")
        .Http("GetBadgeAsJson", "badges/{id}.json", Say("json", "id"), methods: "get")
        .Http("GetYear", "years/{year:int}", Say("year", "year"), methods: "get")
        .Http("GetFile", "files/{*path}", Say("file", "path"), methods: "get")
        .Http("Everything", null, context => context.Response.WriteAsync("everything"))
        .Http("Root", "/", context => context.Response.WriteAsync("root"), methods: "get")
        .Http("Refuses", "refuses", Refuse, methods: "get");

    private static RequestDelegate Say(string word, string value) => context =>
        context.Response.WriteAsync($"{word} {context.Items[value]}");

    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        return Task.CompletedTask;
    }
}
