using System.Net;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
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
        await using var host = await TestHost.StartAsync<Routed>();

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
        await using var host = await TestHost.StartAsync<Routed>();

        using var response = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(response.Content.Headers.Allow);
    }

    [Fact]
    public async Task A_function_that_answers_405_itself_is_left_alone()
    {
        await using var host = await TestHost.StartAsync<Routed>();

        using var response = await host.Client.GetAsync("/refuses");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task The_response_does_not_name_the_server()
    {
        await using var host = await TestHost.StartAsync<Routed>();

        using var response = await host.Client.GetAsync("/years/2021");

        Assert.Empty(response.Headers.Server);
    }

    public sealed class Routed
    {
        [Function("GetBadge")]
        public string Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "badges/{id}")] HttpRequest request, string id) =>
            $"get {id}";

        [Function("PostBadge")]
        public string Post([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "/badges/{badge}")] HttpRequest request, string badge) =>
            $"post {badge}";

        [Function("GetBadgeAsJson")]
        public string Json([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "badges/{id}.json")] HttpRequest request, string id) =>
            $"json {id}";

        [Function("GetYear")]
        public string Year([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "years/{year:int}")] HttpRequest request, int year) =>
            $"year {year}";

        [Function("GetFile")]
        public string File([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "files/{*path}")] HttpRequest request, string path) =>
            $"file {path}";

        [Function("Everything")]
        public string Everything([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => "everything";

        [Function("Root")]
        public string Root([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "/")] HttpRequest request) => "root";

        [Function("Refuses")]
        public IResult Refuses([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "refuses")] HttpRequest request) =>
            TypedResults.StatusCode(StatusCodes.Status405MethodNotAllowed);
    }
}
