using System.Net;
using System.Net.Sockets;
using BadgeFunctions.EmbeddedHost.Functions;
using BadgeFunctions.EmbeddedHost.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;

public sealed class FunctionsHostTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_functions_of_the_named_assemblies_are_found()
    {
        await using var host = await TestHost.StartAsync([], builder =>
        {
            builder.Services.Configure<EmbeddedHostOptions>(options => options.FunctionAssemblies.Add(typeof(FunctionsHostTests).Assembly));
            builder.Services.AddSingleton<IFunctionTypes>(services => new OnlyThisClass(
                new AssemblyFunctionTypes(services.GetRequiredService<IOptions<EmbeddedHostOptions>>())));
        });

        Assert.Equal("pong", await host.Client.GetStringAsync("/Ping"));
    }

    [Fact]
    public async Task Routes_lie_below_the_prefix_of_the_host_file()
    {
        using var folder = new TemporaryFolder();
        folder.Write("host.json", """{ "extensions": { "http": { "routePrefix": "v1" } } }""");
        using var host = Build(folder, "--urls", "http://127.0.0.1:0");
        await host.StartAsync();
        using var client = new HttpClient { BaseAddress = Address(host) };

        Assert.Equal("pong", await client.GetStringAsync("/v1/Ping"));
        using var unprefixed = await client.GetAsync("/Ping");
        Assert.Equal(HttpStatusCode.NotFound, unprefixed.StatusCode);

        await host.StopAsync();
    }

    [Fact]
    public async Task A_taken_port_ends_the_start_and_is_named()
    {
        using var folder = new TemporaryFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        using var host = Build(folder, "--urls", $"http://127.0.0.1:{port}");

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());

        Assert.StartsWith($"Port {port} is taken", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_real_address_is_logged_and_the_data_folder_made()
    {
        using var folder = new TemporaryFolder();
        var data = Path.Combine(folder.Path, "nested", "data");
        await using var host = await TestHost.StartAsync([typeof(Pings)], dataDirectory: data);

        Assert.Contains(host.Logs.All, log =>
            log.Level is LogLevel.Information && log.Message == $"Listening on {host.Client.BaseAddress!.OriginalString.TrimEnd('/')}");
        Assert.True(Directory.Exists(data));
    }

    [Fact]
    public void Http_functions_need_the_web_application()
    {
        using var folder = new TemporaryFolder();
        var builder = CreateBuilder(folder);

        var exception = Assert.Throws<InvalidOperationException>(builder.Build);

        Assert.Contains("ConfigureFunctionsWebApplication", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_is_built_once()
    {
        using var folder = new TemporaryFolder();
        var builder = CreateBuilder(folder).ConfigureFunctionsWebApplication();
        using var host = builder.Build();

        Assert.Throws<InvalidOperationException>(builder.Build);
        Assert.Throws<InvalidOperationException>(() => builder.Use(next => next));
    }

    [Fact]
    public async Task A_test_may_replace_the_clock()
    {
        var clock = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync<Pings>(builder => builder.Services.AddSingleton<TimeProvider>(clock));

        Assert.Same(clock, host.Services.GetRequiredService<TimeProvider>());
    }

    [Fact]
    public async Task A_stopping_host_lets_the_requests_in_flight_finish()
    {
        var gate = new Gate();
        await using var host = await TestHost.StartAsync<Slow>(builder => builder.Services.AddSingleton(gate));

        var request = host.Client.GetStringAsync("/Slow");
        await gate.Entered.Task.WaitAsync(Patience);
        var stopping = host.StopAsync();
        await WaitUntilRefusedAsync(host.Client.BaseAddress!);
        gate.Open.SetResult();

        Assert.Equal("done", await request.WaitAsync(Patience));
        await stopping.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_request_that_outlives_the_stops_time_is_cancelled()
    {
        var gate = new Gate();
        await using var host = await TestHost.StartAsync<Slow>(builder =>
        {
            builder.Services.AddSingleton(gate);
            builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        });

        var request = host.Client.GetStringAsync("/Slow");
        await gate.Entered.Task.WaitAsync(Patience);
        var stopping = host.StopAsync();

        await gate.Cancelled.Task.WaitAsync(Patience);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => request);
        await stopping.WaitAsync(Patience);
    }

    [Fact]
    public async Task By_default_a_stop_takes_ten_seconds_at_most()
    {
        await using var host = await TestHost.StartAsync<Pings>();

        Assert.Equal(TimeSpan.FromSeconds(10), host.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout);
    }

    private static FunctionsApplicationBuilder CreateBuilder(TemporaryFolder folder, params string[] args)
    {
        folder.Write("local.settings.json", "{}");
        var builder = FunctionsApplication.CreateBuilder(
            ["--contentRoot", folder.Path, "--EmbeddedHost:DataDirectory", Path.Combine(folder.Path, "data"), .. args]);
        builder.Services.AddSingleton<IFunctionTypes>(new FixedFunctionTypes([typeof(Pings)]));
        builder.Logging.ClearProviders();
        return builder;
    }

    private static IHost Build(TemporaryFolder folder, params string[] args) =>
        CreateBuilder(folder, args).ConfigureFunctionsWebApplication().Build();

    private static Uri Address(IHost host) => new(
        host.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());

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

    public sealed class Pings
    {
        [Function("Ping")]
        public string Ping([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => "pong";
    }

    public sealed class Gate
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public sealed class Slow(Gate gate)
    {
        [Function("Slow")]
        public async Task<string> Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, CancellationToken cancellationToken)
        {
            gate.Entered.SetResult();
            try
            {
                await gate.Open.Task.WaitAsync(cancellationToken);
                return "done";
            }
            catch (OperationCanceledException)
            {
                gate.Cancelled.SetResult();
                throw;
            }
        }
    }

    /// <summary>The test assembly holds functions of other tests too, some of them wrong on purpose.</summary>
    private sealed class OnlyThisClass(AssemblyFunctionTypes found) : IFunctionTypes
    {
        public IEnumerable<Type> All => found.All.Where(type => type == typeof(Pings));
    }
}
