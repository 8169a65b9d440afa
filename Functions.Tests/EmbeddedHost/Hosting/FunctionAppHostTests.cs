using System.Net;
using System.Net.Sockets;
using BadgeFunctions.EmbeddedHost.Hosting;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Worker;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;

public sealed class FunctionAppHostTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Routes_lie_below_the_prefix_of_the_host_file()
    {
        await using var host = await TestHost.StartAsync(
            Ping, hostJson: """{ "extensions": { "http": { "routePrefix": "v1" } } }""");

        Assert.Equal("pong", await host.Client.GetStringAsync("/v1/Ping"));
        using var unprefixed = await host.Client.GetAsync("/Ping");
        Assert.Equal(HttpStatusCode.NotFound, unprefixed.StatusCode);
    }

    [Fact]
    public async Task A_taken_port_ends_the_start_before_a_worker_runs_and_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        FakeWorker? worker = null;
        var error = await TestHost.StartErrorAsync(fake => worker = fake, TestHost.With(("EmbeddedHost:Urls", $"http://127.0.0.1:{port}")));

        Assert.StartsWith($"Port {port} is taken", error, StringComparison.Ordinal);
        Assert.Equal(0, worker!.Starts);
    }

    [Fact]
    public async Task The_real_address_is_logged_and_the_data_folder_made()
    {
        using var folder = new TemporaryFolder();
        var data = Path.Combine(folder.Path, "nested", "data");
        await using var host = await TestHost.StartAsync(Ping, dataDirectory: data);

        Assert.Contains(host.Logs.All, log =>
            log.Level is LogLevel.Information && log.Message == $"Listening on {host.Client.BaseAddress!.OriginalString.TrimEnd('/')}");
        Assert.True(Directory.Exists(data));
    }

    [Fact]
    public void Without_an_app_the_host_asks_for_a_package()
    {
        using var folder = new TemporaryFolder();
        var options = new FunctionAppHostOptions { Settings = new Dictionary<string, string?> { ["EmbeddedHost:DataDirectory"] = folder.Path } };

        var nothing = Assert.Throws<HostException>(() => new FunctionAppHost(options));
        var noPackage = Assert.Throws<HostException>(() => new FunctionAppHost(options with { Args = ["--app", folder.Path] }));

        Assert.Contains("--app", nothing.Message, StringComparison.Ordinal);
        Assert.Contains("worker.config.json", noPackage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopping_host_lets_the_requests_in_flight_finish()
    {
        var gate = new Gate();
        await using var host = await TestHost.StartAsync(worker => worker.Http("Slow", null, gate.RunAsync));

        var request = host.Client.GetStringAsync("/Slow");
        await gate.Entered.Task.WaitAsync(Patience);
        var stopping = host.Host.StopAsync();
        await WaitUntilRefusedAsync(host.Client.BaseAddress!);
        gate.Open.SetResult();

        Assert.Equal("done", await request.WaitAsync(Patience));
        await stopping.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_request_that_outlives_the_stops_time_is_cut_off()
    {
        var gate = new Gate();
        await using var host = await TestHost.StartAsync(
            worker => worker.Http("Slow", null, gate.RunAsync), TestHost.With(("EmbeddedHost:StopTimeout", "00:00:00.1")));

        var request = host.Client.GetStringAsync("/Slow");
        await gate.Entered.Task.WaitAsync(Patience);
        var stopping = host.Host.StopAsync();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => request);
        gate.Open.SetResult();
        await stopping.WaitAsync(Patience);
    }

    [Fact]
    public async Task All_that_is_wrong_with_the_functions_is_told_together()
    {
        var error = await TestHost.StartErrorAsync(worker => worker
            .Http("First", "badges/{id}", Pong, methods: "get")
            .Http("Second", "badges/{badge}", Pong, methods: ["post", "get"])
            .Http("Reserved", "admin/keys", Pong)
            .Http("Unparsable", "badges/{", Pong)
            .Http("ForUsers", null, Pong, "User")
            .Http("first", "other", Pong)
            .Add("Queued", new { name = "message", type = "queueTrigger" }, (_, _, _) => throw new NotSupportedException())
            .Timer("Never", new { name = "timer", type = "timerTrigger", schedule = "soon" }, (_, _) => Task.CompletedTask));

        Assert.StartsWith("The function app cannot start:", error, StringComparison.Ordinal);
        Assert.Contains("'Second' (App.Second.Run): its route 'badges/{badge}' is also the route of function 'First'", error, StringComparison.Ordinal);
        Assert.Contains("'Reserved' (App.Reserved.Run): the route 'admin/keys'", error, StringComparison.Ordinal);
        Assert.Contains("'Unparsable' (App.Unparsable.Run): the route 'badges/{' is not a valid template", error, StringComparison.Ordinal);
        Assert.Contains("'ForUsers' (App.ForUsers.Run): its authorization level", error, StringComparison.Ordinal);
        Assert.Contains("'first' (App.first.Run): its name is also the name of App.First.Run", error, StringComparison.Ordinal);
        Assert.Contains("'Queued' (App.Queued.Run): the binding type 'queueTrigger' is not supported", error, StringComparison.Ordinal);
        Assert.Contains("'Never' (App.Never.Run): the schedule 'soon'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Routes_with_other_methods_or_constraints_do_not_collide()
    {
        await using var host = await TestHost.StartAsync(worker => worker
            .Http("Get", "badges/{id}", Pong, methods: "get")
            .Http("Post", "badges/{badge}", Pong, methods: "post")
            .Http("Number", "badges/{number:int}", Pong, methods: "get"));

        Assert.NotEmpty(host.Host.Addresses);
    }

    private static void Ping(FakeWorker worker) => worker.Http("Ping", null, Pong, methods: "get");

    private static Task Pong(HttpContext context) => context.Response.WriteAsync("pong");

    private static async Task WaitUntilRefusedAsync(Uri address)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync(address.Host, address.Port, patience.Token);
            }
            catch (SocketException)
            {
                return;
            }
        }
    }

    private sealed class Gate
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task RunAsync(HttpContext context)
        {
            Entered.SetResult();
            await Open.Task;
            await context.Response.WriteAsync("done", CancellationToken.None);
        }
    }
}
