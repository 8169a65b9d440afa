using BadgeFunctions.EmbeddedHost.Hosting;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Worker;
using Microsoft.Extensions.Logging;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;

/// <summary>The embedded host with a test's own functions, on a free port of the loopback.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private TestHost(Action<FakeWorker> functions, Func<FunctionAppHostOptions, FunctionAppHostOptions>? change, string? dataDirectory, string hostJson)
    {
        _folder.Write("host.json", hostJson);
        _folder.Write("local.settings.json", "{}");
        Worker = new FakeWorker(_folder.Path);
        functions(Worker);

        var options = new FunctionAppHostOptions
        {
            Args = ["--contentRoot", _folder.Path],
            Settings = new Dictionary<string, string?>
            {
                ["EmbeddedHost:Urls"] = "http://127.0.0.1:0",
                ["EmbeddedHost:DataDirectory"] = dataDirectory ?? Path.Combine(_folder.Path, "data"),
            },
            Launcher = Worker,
            Logging = logging => logging.AddProvider(Logs),
        };
        Host = new FunctionAppHost(change is null ? options : change(options));
    }

    public FunctionAppHost Host { get; }

    public FakeWorker Worker { get; }

    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public RecordedLogs Logs { get; } = new();

    public static async Task<TestHost> StartAsync(
        Action<FakeWorker> functions,
        Func<FunctionAppHostOptions, FunctionAppHostOptions>? change = null,
        string? dataDirectory = null,
        string hostJson = """{ "version": "2.0", "extensions": { "http": { "routePrefix": "" } } }""")
    {
        var host = new TestHost(functions, change, dataDirectory, hostJson);
        try
        {
            await host.Host.StartAsync();
            host.Client.BaseAddress = host.Host.Addresses[0];
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the app and answers why it cannot start.</summary>
    public static async Task<string> StartErrorAsync(Action<FakeWorker> functions, Func<FunctionAppHostOptions, FunctionAppHostOptions>? change = null) =>
        (await Assert.ThrowsAsync<HostException>(() => StartAsync(functions, change))).Message;

    /// <summary>A setting that wins over all others.</summary>
    public static Func<FunctionAppHostOptions, FunctionAppHostOptions> With(params (string Key, string? Value)[] settings) => options =>
    {
        var all = options.Settings.ToDictionary();
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        return options with { Settings = all };
    };

    /// <summary>Waits until something is so.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(10, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Client.Dispose();
        _folder.Dispose();
    }
}
