using System.Net;
using System.Text.Json;
using BadgeFunctions.EmbeddedHost.Worker.Rpc;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Worker;
using Microsoft.AspNetCore.Http;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Http;

public sealed class HttpFailureTests
{
    [Fact]
    public async Task A_function_that_throws_is_a_bare_500_although_the_worker_answers_200()
    {
        await using var host = await TestHost.StartAsync(Failing);

        using var response = await host.Client.GetAsync("/throws");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.False(response.Headers.Contains("x-before"));

        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(500, problem.GetProperty("status").GetInt32());
        Assert.False(problem.TryGetProperty("detail", out _));

        var log = Assert.Single(host.Logs.Errors);
        Assert.Matches("Function throws failed \\(invocation [0-9a-f-]{36}\\)", log.Message);
    }

    [Fact]
    public async Task A_response_that_fails_half_way_is_cut_off()
    {
        await using var host = await TestHost.StartAsync(Failing);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => host.Client.GetStringAsync("/half"));

        Assert.Single(host.Logs.Errors);
    }

    [Fact]
    public async Task A_body_beyond_the_servers_limit_is_refused_with_413()
    {
        await using var host = await TestHost.StartAsync(Failing);
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
        await using var host = await TestHost.StartAsync(worker => worker.Add(
            "waits", HttpTrigger("waits"), (_, _, cancellation) => waiting.RunAsync(cancellation)));
        using var gone = new CancellationTokenSource();

        var request = host.Client.GetAsync("/waits", gone.Token);
        await waiting.Started.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await waiting.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(host.Logs.Errors);
    }

    [Fact]
    public async Task A_function_that_runs_longer_than_the_host_file_allows_is_cancelled_and_answered_500()
    {
        var waiting = new Waiting();
        await using var host = await TestHost.StartAsync(
            worker => worker.Add("waits", HttpTrigger("waits"), (_, _, cancellation) => waiting.RunAsync(cancellation)),
            hostJson: """{ "functionTimeout": "00:00:00.2", "extensions": { "http": { "routePrefix": "" } } }""");

        using var response = await host.Client.GetAsync("/waits");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.True(waiting.Cancelled.Task.IsCompleted);
        Assert.Contains("'waits' ran longer than 00:00:00.2", $"{Assert.Single(host.Logs.Errors).Exception}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_answer_of_a_function_that_succeeds_is_left_alone()
    {
        await using var host = await TestHost.StartAsync(worker => worker.Http("empty", null, context =>
        {
            context.Response.Headers["x-own"] = "1";
            return Task.CompletedTask;
        }));

        using var response = await host.Client.GetAsync("/empty");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Headers.Contains("x-own"));
    }

    [Fact]
    public async Task Without_a_worker_a_request_is_told_to_come_again()
    {
        await using var host = await TestHost.StartAsync(Failing);
        host.Worker.Fault = FakeWorker.FakeFault.NeverConnects;
        host.Worker.Running!.Die();
        await TestHost.UntilAsync(() => host.Host.Worker.Current is null);

        using var response = await host.Client.GetAsync("/throws");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_worker_that_dies_in_the_middle_of_a_request_is_a_502()
    {
        var waiting = new Waiting();
        await using var host = await TestHost.StartAsync(worker => worker.Add(
            "waits", HttpTrigger("waits"), (_, _, cancellation) => waiting.RunAsync(cancellation)));

        var request = host.Client.GetAsync("/waits");
        await waiting.Started.Task.WaitAsync(TimeSpan.FromSeconds(30));
        host.Worker.Running!.Die();

        using var response = await request;
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
    }

    private static object HttpTrigger(string route) => new { name = "request", type = "httpTrigger", authLevel = "Anonymous", route };

    private static void Failing(FakeWorker worker) => worker
        .Http("throws", null, async context =>
        {
            context.Response.Headers["x-before"] = "1";
            await Task.Yield();
            throw new InvalidOperationException("the secret reason");
        })
        .Http("half", null, async context =>
        {
            await context.Response.WriteAsync("half of");
            await context.Response.Body.FlushAsync();
            throw new InvalidOperationException("the secret reason");
        })
        .Http("reads", null, async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await context.Response.WriteAsync("read");
        });

    private sealed class Waiting
    {
        public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<TypedData?> RunAsync(CancellationToken cancellation)
        {
            Started.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellation);
            }
            catch (OperationCanceledException)
            {
                Cancelled.SetResult();
                throw;
            }

            return null;
        }
    }
}
