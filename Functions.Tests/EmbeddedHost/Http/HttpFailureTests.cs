using System.Net;
using System.Text.Json;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Http;

public sealed class HttpFailureTests
{
    [Theory]
    [InlineData("throws")]
    [InlineData("result-throws")]
    public async Task A_function_that_throws_is_a_bare_500_and_one_log_line(string route)
    {
        await using var host = await TestHost.StartAsync<Failing>();

        using var response = await host.Client.GetAsync($"/{route}");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.False(response.Headers.Contains("x-before"));

        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(500, problem.GetProperty("status").GetInt32());
        Assert.False(problem.TryGetProperty("detail", out _));

        var log = Assert.Single(host.Logs.Errors);
        Assert.Contains(route, log.Message, StringComparison.Ordinal);
        Assert.Matches("invocation [0-9a-f-]{36}", log.Message);
        Assert.Equal("the secret reason", log.Exception!.Message);
    }

    [Fact]
    public async Task A_response_that_fails_half_way_is_cut_off()
    {
        await using var host = await TestHost.StartAsync<Failing>();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => host.Client.GetStringAsync("/half"));

        Assert.Single(host.Logs.Errors);
    }

    [Fact]
    public async Task A_body_beyond_the_servers_limit_is_refused_with_413()
    {
        await using var host = await TestHost.StartAsync<Failing>();
        using var content = new ByteArrayContent(new byte[31_000_000]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/reads") { Content = content };

        // Waiting for the server's consent keeps the refusal from racing the body.
        request.Headers.ExpectContinue = true;
        using var response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Empty(host.Logs.Errors);
    }

    [Fact]
    public async Task A_caller_who_goes_away_cancels_the_invocation()
    {
        var waiting = new Waiting();
        await using var host = await TestHost.StartAsync<Waits>(builder => builder.Services.AddSingleton(waiting));
        using var gone = new CancellationTokenSource();

        var request = host.Client.GetAsync("/waits", gone.Token);
        await waiting.Started.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await waiting.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(host.Logs.Errors);
    }

    public sealed class Failing
    {
        [Function("throws")]
        public async Task<IResult> Throws([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
        {
            request.HttpContext.Response.Headers["x-before"] = "1";
            await Task.Yield();
            throw new InvalidOperationException("the secret reason");
        }

        [Function("result-throws")]
        public IResult ResultThrows([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => new FailingResult();

        [Function("half")]
        public async Task Half([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
        {
            await request.HttpContext.Response.WriteAsync("half of");
            await request.HttpContext.Response.Body.FlushAsync();
            throw new InvalidOperationException("the secret reason");
        }

        [Function("reads")]
        public async Task<string> Reads([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest request, CancellationToken cancellationToken)
        {
            await request.Body.CopyToAsync(Stream.Null, cancellationToken);
            return "read";
        }

        private sealed class FailingResult : IResult
        {
            public Task ExecuteAsync(HttpContext httpContext) => throw new InvalidOperationException("the secret reason");
        }
    }

    public sealed class Waiting
    {
        public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public sealed class Waits(Waiting waiting)
    {
        [Function("waits")]
        public async Task Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, CancellationToken cancellationToken)
        {
            waiting.Started.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                waiting.Cancelled.SetResult();
                throw;
            }
        }
    }
}
