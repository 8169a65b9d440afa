using BadgeFunctions.EmbeddedHost.Worker.Rpc;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Content = BadgeFunctions.EmbeddedHost.Worker.Rpc.StreamingMessage.ContentOneofCase;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Worker;

public sealed class WorkerProtocolTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_host_asks_in_the_order_of_the_protocol_and_ends_the_worker_at_last()
    {
        await using var host = await TestHost.StartAsync(Pings);
        await host.Client.GetStringAsync("/Ping");
        await host.Host.StopAsync();

        Assert.Equal(
            [
                Content.WorkerInitRequest, Content.FunctionsMetadataRequest, Content.FunctionLoadRequest, Content.FunctionLoadRequest,
                Content.InvocationRequest, Content.WorkerTerminate,
            ],
            host.Worker.Received.Select(message => message.ContentCase));
    }

    [Fact]
    public async Task The_metadata_comes_back_whole_with_the_load()
    {
        await using var host = await TestHost.StartAsync(Pings);

        var load = host.Worker.Received.Select(message => message.FunctionLoadRequest).OfType<FunctionLoadRequest>().First();
        Assert.Equal("0", load.FunctionId);
        Assert.Equal("App.Ping.Run", load.Metadata.EntryPoint);
        Assert.Single(load.Metadata.RawBindings);
    }

    [Fact]
    public async Task An_invocation_has_a_trace_context_and_the_durable_client()
    {
        await using var host = await TestHost.StartAsync(worker => worker.Add(
            "Start",
            new { name = "request", type = "httpTrigger", authLevel = "Anonymous" },
            (_, _, _) => Task.FromResult<TypedData?>(null),
            new { name = "client", type = "durableClient" }));

        using var response = await host.Client.GetAsync("/Start");

        var request = host.Worker.Received.Select(message => message.InvocationRequest).OfType<InvocationRequest>().Single();
        Assert.NotNull(request.TraceContext);
        Assert.NotNull(request.InputData[0].Data.Http);
        Assert.Equal("client", request.InputData[1].Name);
        Assert.Matches("\"rpcBaseUrl\":\"http://127.0.0.1:[0-9]+/\"", request.InputData[1].Data.String);
    }

    [Fact]
    public async Task What_the_worker_logs_is_logged_with_its_exception()
    {
        await using var host = await TestHost.StartAsync(Pings);

        await host.Worker.Running!.LogAsync(new RpcLog
        {
            Category = "App.Ping",
            Level = RpcLog.Types.Level.Error,
            Message = "It did not work.",
            Exception = new() { Message = "System.IO.IOException: no luck\n   at App.Run()" },
        });

        await TestHost.UntilAsync(() => host.Logs.Errors.Any());
        var log = Assert.Single(host.Logs.Errors);
        Assert.Equal((LogLevel.Error, "It did not work."), (log.Level, log.Message));
        Assert.Equal("no luck", log.Exception!.Message);
        Assert.Contains("at App.Run()", log.Exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_dies_is_started_again_and_loads_its_functions()
    {
        await using var host = await TestHost.StartAsync(Pings);
        var first = host.Worker.Running!;

        first.Die();
        await TestHost.UntilAsync(() => host.Worker.Running != first && host.Host.Worker.Current is not null);

        Assert.Equal("pong", await host.Client.GetStringAsync("/Ping"));
        Assert.Equal(2, host.Worker.Starts);
    }

    [Fact]
    public async Task The_third_death_within_a_minute_ends_the_host()
    {
        await using var host = await TestHost.StartAsync(Pings);

        for (var death = 1; death <= 3; death++)
        {
            await TestHost.UntilAsync(() => host.Worker.Starts == death && host.Host.Worker.Current is not null);
            host.Worker.Running!.Die();
        }

        Assert.Contains("3 times within a minute (the last time: killed)", await host.Host.FailedAsync().WaitAsync(Patience), StringComparison.Ordinal);
        Assert.Equal(3, host.Worker.Starts);
    }

    [Theory]
    [InlineData(nameof(FakeWorker.FakeFault.NeverConnects), "did not connect within 1 seconds")]
    [InlineData(nameof(FakeWorker.FakeFault.EndsAtOnce), "ended before it was ready: exit code 3")]
    [InlineData(nameof(FakeWorker.FakeFault.FailsInit), "could not initialise: System.IO.IOException: no luck")]
    [InlineData(nameof(FakeWorker.FakeFault.FailsLoad), "'Ping' (App.Ping.Run): the worker could not load it: no luck")]
    public async Task A_worker_that_does_not_become_ready_ends_the_start_and_another_is_not_tried(string fault, string message)
    {
        FakeWorker? worker = null;
        var error = await TestHost.StartErrorAsync(
            fake =>
            {
                Pings(fake);
                fake.Fault = Enum.Parse<FakeWorker.FakeFault>(fault);
                worker = fake;
            },
            options => options with { WorkerStartTimeout = TimeSpan.FromSeconds(1) });

        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Equal(1, worker!.Starts);
    }

    [Fact]
    public async Task A_second_worker_that_does_not_become_ready_ends_the_host()
    {
        await using var host = await TestHost.StartAsync(Pings);

        host.Worker.Fault = FakeWorker.FakeFault.EndsAtOnce;
        host.Worker.Running!.Die();

        Assert.Contains("exit code 3", await host.Host.FailedAsync().WaitAsync(Patience), StringComparison.Ordinal);
    }

    private static void Pings(FakeWorker worker) => worker
        .Http("Ping", null, context => context.Response.WriteAsync("pong"))
        .Http("Pong", null, context => context.Response.WriteAsync("ping"));
}
