using System.Runtime.InteropServices;
using BadgeFunctions.EmbeddedHost.Durable;
using BadgeFunctions.EmbeddedHost.Http;
using BadgeFunctions.EmbeddedHost.Timers;
using BadgeFunctions.EmbeddedHost.Worker;
using OpenTelemetry.Trace;
using Yarp.ReverseProxy.Forwarder;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>A function app on this machine: its worker, HTTP, timers and orchestrations.</summary>
public sealed partial class FunctionAppHost : IAsyncDisposable
{
    private readonly FunctionAppHostOptions _given;
    private readonly IConfigurationRoot _settings;
    private readonly EmbeddedHostOptions _options;
    private readonly HostJson _hostJson;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly DurableEngine _engine;
    private readonly WebApplication _internal;
    private readonly WebApplication _public;
    private readonly HttpFunctionForwarder _forwarder;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TracerProvider? _tracing;
    private Task _timers = Task.CompletedTask;
    private Task? _stopped;

    /// <summary>Reads the settings; nothing runs yet.</summary>
    /// <exception cref="Exception">The settings are not usable; the message says why.</exception>
    public FunctionAppHost(FunctionAppHostOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _given = options;
        _settings = HostSettings.Read(options);
        _options = EmbeddedHostOptions.From(_settings);
        Directory.CreateDirectory(_options.DataDirectory);
        _loggers = LoggerFactory.Create(logging => logging.AddHostLogging(_settings, options.Logging));
        _logger = _loggers.CreateLogger<FunctionAppHost>();

        var launcher = options.Launcher ?? CreateLauncher();
        _hostJson = HostJson.Read(launcher.AppDirectory);
        Worker = new FunctionsWorker(launcher, _loggers.CreateLogger<FunctionsWorker>())
        {
            StartTimeout = options.WorkerStartTimeout,
            FunctionTimeout = _hostJson.FunctionTimeout,
        };
        _engine = new DurableEngine(
            new FunctionsDurableWorker(Worker),
            new DurableEngineOptions
            {
                DatabasePath = Path.Combine(_options.DataDirectory, "durable.db"),
                DefaultVersion = _hostJson.DefaultVersion,
                MaxConcurrentActivities = _hostJson.MaxConcurrentActivities,
                MaxConcurrentOrchestrations = _hostJson.MaxConcurrentOrchestrations,
            },
            options.Time,
            _loggers.CreateLogger<DurableEngine>());

        _internal = HostServers.ForWorker(Worker, _engine, _loggers);
        _public = HostServers.ForCallers(_options, _settings, _loggers);
        _forwarder = new HttpFunctionForwarder(
            Worker, _public.Services.GetRequiredService<IHttpForwarder>(), _settings, _loggers.CreateLogger<HttpFunctionForwarder>());
        _tracing = HostTracing.Start(
            _settings,
            options.App?.Assembly.GetName().Name ?? Path.GetFileName(launcher.AppDirectory),
            workerIsApart: options.App is null,
            context => Addresses.Any(address => address.Port == context.Connection.LocalPort));
    }

    /// <summary>Where the app answers, with the actual ports.</summary>
    public IReadOnlyList<Uri> Addresses { get; private set; } = [];

    /// <summary>Where Durable Task's gRPC service answers.</summary>
    public Uri DurableAddress => new(_internal.Urls.Single());

    /// <summary>The services of a worker in this process.</summary>
    public IServiceProvider WorkerServices =>
        Worker.Current?.Running.Services ?? throw new InvalidOperationException("No worker runs in this process.");

    internal FunctionsWorker Worker { get; }

    /// <summary>Completes when the host cannot go on, with the reason.</summary>
    public async Task<string> FailedAsync() => (await Worker.Failed).Message;

    /// <summary>Runs a host until a signal stops it; a second signal ends the process at once.</summary>
    /// <returns>The exit code: 0 if it was asked to stop.</returns>
    public static async Task<int> RunAsync(FunctionAppHostOptions options)
    {
        using var requested = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        try
        {
            await using var host = new FunctionAppHost(options);
            await host.StartAsync(requested.Token);
            throw await host.Worker.Failed.WaitAsync(requested.Token);
        }
        catch (HostException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
        catch (OperationCanceledException) when (requested.IsCancellationRequested)
        {
            return 0;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !requested.IsCancellationRequested;
            requested.Cancel();
        }
    }

    /// <summary>Starts the worker and, when it has loaded its functions, everything that calls them.</summary>
    /// <exception cref="Exception">The app cannot start; the message says all that is wrong.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        HostServers.EnsureFree(_options.Urls);

        // The engine's lock on the data directory comes first: whoever holds it may end the worker of an earlier host.
        await _engine.StartAsync(cancellationToken);
        await _internal.StartAsync(cancellationToken);
        var ready = await Worker.StartAsync(DurableAddress, cancellationToken);

        var errors = WorkerFunction.Errors(ready.Functions).ToList();
        var routes = HttpFunctionRoute.Create(ready.Functions, _hostJson.RoutePrefix, errors);
        var timers = TimerFunction.Create(ready.Functions, _settings, errors);
        HostException.ThrowIfAny(errors);

        _forwarder.Map(_public, routes);
        await _public.StartAsync(cancellationToken);
        Addresses = [.. _public.Urls.Select(url => new Uri(url))];
        _timers = Task.WhenAll(timers.Select(timer => Task.Run(() => RunAsync(timer), CancellationToken.None)));
        foreach (var address in Addresses)
        {
            LogListening(address.OriginalString);
        }
    }

    /// <summary>Takes no more requests, waits for those in flight, and stops timers, orchestrations and worker, in this order.</summary>
    public Task StopAsync() => _stopped ??= StopOnceAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _public.DisposeAsync();
        _stopping.Dispose();
        await _engine.DisposeAsync();
        await Worker.DisposeAsync();
        await _internal.DisposeAsync();
        _tracing?.Dispose();
        _loggers.Dispose();
    }

    private async Task StopOnceAsync()
    {
        await _public.StopAsync();
        using var patience = new CancellationTokenSource(_options.StopTimeout);
        await _stopping.CancelAsync();
        await _timers.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await _engine.StopAsync(patience.Token);
        }
        finally
        {
            await Worker.StopAsync();
            await _internal.StopAsync();
        }
    }

    private Task RunAsync(TimerFunction timer) =>
        new TimerLoop(timer, _options.DataDirectory, Worker, _given.Time, _loggers.CreateLogger<TimerLoop>()).RunAsync(_stopping.Token);

    private IWorkerLauncher CreateLauncher()
    {
        if (_settings["app"] is { Length: > 0 } package)
        {
            var leftover = new LeftoverWorker(_options.DataDirectory, _loggers.CreateLogger<LeftoverWorker>());
            return new ProcessWorker(package, _settings, leftover, _loggers.CreateLogger<ProcessWorker>());
        }

        return _given.App is { } app
            ? new InProcessWorker(app, _settings)
            : throw new HostException("Name the folder of a published package: --app FOLDER.");
    }

    [LoggerMessage(1, LogLevel.Information, "Listening on {Url}")]
    private partial void LogListening(string url);
}
