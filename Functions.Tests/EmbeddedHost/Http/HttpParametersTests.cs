using System.Net;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Http;

public sealed class HttpParametersTests
{
    [Theory]
    [InlineData("/text/a%2Fb", "a%2Fb")]
    [InlineData("/guid/0f8fad5b-d9cb-469f-a165-70867728950e", "0f8fad5b-d9cb-469f-a165-70867728950e")]
    [InlineData("/long/9007199254740993", "9007199254740993")]
    [InlineData("/flag/TRUE", "True")]
    [InlineData("/page", "none")]
    [InlineData("/page/2", "2")]
    [InlineData("/size", "10")]
    [InlineData("/size/25", "25")]
    public async Task Route_values_become_parameters_by_name(string path, string answer)
    {
        await using var host = await TestHost.StartAsync<TakesRouteValues>();

        Assert.Equal(answer, await host.Client.GetStringAsync(path));
    }

    [Fact]
    public async Task A_route_value_of_the_wrong_kind_is_a_bad_request_that_names_it()
    {
        await using var host = await TestHost.StartAsync<TakesRouteValues>();

        using var response = await host.Client.GetAsync("/guid/not-a-guid");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("'id'", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(host.Logs.Errors);
    }

    [Fact]
    public async Task The_request_the_context_and_the_token_belong_to_one_invocation()
    {
        await using var host = await TestHost.StartAsync<TakesContext>();

        Assert.Equal("same", await host.Client.GetStringAsync("/context"));
    }

    [Fact]
    public async Task A_function_class_is_made_for_each_invocation_in_the_scope_of_its_request()
    {
        await using var host = await TestHost.StartAsync<TakesScopedService>(
            builder => builder.Services.AddScoped<Visit>());

        var first = await host.Client.GetStringAsync("/visit");
        var second = await host.Client.GetStringAsync("/visit");

        Assert.NotEqual(first, second);
        Assert.Equal(2, first.Split(' ').Length);
        Assert.Single(first.Split(' ').Distinct());
    }

    [Fact]
    public async Task A_function_class_is_disposed_after_its_invocation()
    {
        var journal = new List<string>();
        await using var host = await TestHost.StartAsync<IsDisposed>(builder => builder.Services.AddSingleton(journal));

        await host.Client.GetStringAsync("/disposed");

        Assert.Equal(["ran", "disposed"], journal);
    }

    [Fact]
    public async Task A_static_function_needs_no_instance()
    {
        await using var host = await TestHost.StartAsync([typeof(StaticFunctions)]);

        Assert.Equal("static", await host.Client.GetStringAsync("/static"));
    }

    [Fact]
    public async Task The_durable_client_is_handed_in()
    {
        var client = new Mock<DurableTaskClient>("BadgeFunctions");
        await using var host = await TestHost.StartAsync<TakesDurableClient>(
            builder => builder.Services.AddSingleton(client.Object));

        Assert.Equal("BadgeFunctions", await host.Client.GetStringAsync("/client"));
    }

    public sealed class TakesRouteValues
    {
        [Function("Text")]
        public string Text([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "text/{value}")] HttpRequest request, string value) => value;

        [Function("Guid")]
        public string Id([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "guid/{id}")] HttpRequest request, Guid id) => $"{id}";

        [Function("Long")]
        public string Number([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "long/{Number}")] HttpRequest request, long number) => $"{number}";

        [Function("Flag")]
        public string Flag([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "flag/{on}")] HttpRequest request, bool on) => $"{on}";

        [Function("Page")]
        public string Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "page/{number?}")] HttpRequest request, int? number) =>
            number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none";

        [Function("Size")]
        public string Size([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "size/{number?}")] HttpRequest request, int number = 10) => $"{number}";
    }

    public sealed class TakesContext
    {
        [Function("Context")]
        public string Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "context")] HttpRequest request,
            FunctionContext context,
            CancellationToken cancellationToken) =>
            context.GetHttpContext() == request.HttpContext
            && context.CancellationToken == cancellationToken
            && context.InstanceServices == request.HttpContext.RequestServices
            && context.FunctionDefinition is { Name: "Context", Id: "Context" }
            && context.FunctionDefinition.EntryPoint == $"{typeof(TakesContext).FullName}.{nameof(Run)}"
            && context.FunctionDefinition.PathToAssembly == typeof(TakesContext).Assembly.Location
            && Guid.TryParse(context.InvocationId, out _)
                ? "same"
                : "different";
    }

    public sealed record Visit
    {
        public Guid Id { get; } = Guid.NewGuid();
    }

    public sealed class TakesScopedService(Visit visit)
    {
        [Function("Visit")]
        public string Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "visit")] HttpRequest request) =>
            $"{visit.Id} {request.HttpContext.RequestServices.GetRequiredService<Visit>().Id}";
    }

    public sealed class IsDisposed(List<string> journal) : IDisposable
    {
        [Function("Disposed")]
        public void Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "disposed")] HttpRequest request) => journal.Add("ran");

        public void Dispose() => journal.Add("disposed");
    }

    public static class StaticFunctions
    {
        [Function("Static")]
        public static string Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "static")] HttpRequest request) => "static";
    }

    public sealed class TakesDurableClient
    {
        [Function("Client")]
        public string Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "client")] HttpRequest request,
            [DurableClient] DurableTaskClient client) => client.Name;
    }
}
