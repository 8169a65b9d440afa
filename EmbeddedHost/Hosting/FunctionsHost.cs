using BadgeFunctions.EmbeddedHost.Durable;
using BadgeFunctions.EmbeddedHost.Http;
using BadgeFunctions.EmbeddedHost.Timers;
using BadgeFunctions.EmbeddedHost.Worker;
using OpenTelemetry.Trace;
using Yarp.ReverseProxy.Forwarder;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>A function app on this machine: its worker, HTTP, timers and orchestrations.</summary>
public sealed partial class FunctionsHost : IAsyncDisposable
{
    private const string DatabaseFile = "durable.db";

    private readonly FunctionsHostOptions _given;
    private readonly IConfigurationRoot _settings;
    private readonly EmbeddedHostOptions _options;
    private readonly HostJson _hostJson;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly FunctionsWorker _worker;
    private readonly DurableEngine _engine;
    private readonly WebApplication _internal;
    private readonly WebApplication _public;
    private readonly HttpFunctionForwarder _forwarder;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TracerProvider? _tracing;
    private Task _timers = Task.CompletedTask;
    private Task? _stopped;
    private bool _engineRuns;

    /// <summary>Reads the settings; nothing runs yet.</summary>
    /// <exception cref="Exception">The settings are not usable; the message says why.</exception>
    public FunctionsHost(FunctionsHostOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _given = options;
        _settings = HostSettings.Read(options);
        _options = EmbeddedHostOptions.From(_settings);
        Directory.CreateDirectory(_options.DataDirectory);

        _loggers = LoggerFactory.Create(logging => logging.AddHostLogging(_settings, options.Logging));
        _logger = _loggers.CreateLogger<FunctionsHost>();

        var launcher = options.Launcher ?? CreateLauncher();
        _hostJson = HostJson.Read(launcher.AppDirectory);
        _worker = new FunctionsWorker(launcher, _loggers.CreateLogger<FunctionsWorker>()) { StartTimeout = options.WorkerStartTimeout };
        _engine = new DurableEngine(
            new FunctionsDurableWorker(_worker),
            new DurableEngineOptions
            {
                DatabasePath = Path.Combine(_options.DataDirectory, DatabaseFile),
                DefaultVersion = _hostJson.DefaultVersion,
                MaxConcurrentActivities = _hostJson.MaxConcurrentActivities,
                MaxConcurrentOrchestrations = _hostJson.MaxConcurrentOrchestrations,
            },
            options.Time,
            _loggers.CreateLogger<DurableEngine>());

        _internal = WebServers.ForWorker(_worker, _engine, _loggers);
        _public = WebServers.ForCallers(_options, _settings, _loggers);
        _forwarder = new HttpFunctionForwarder(
            _worker,
            _public.Services.GetRequiredService<IHttpForwarder>(),
            new FunctionKeys(_settings),
            _loggers.CreateLogger<HttpFunctionForwarder>());
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
        _worker.Current?.Running.Services ?? throw new InvalidOperationException("No worker runs in this process.");

    /// <summary>What keeps the worker alive.</summary>
    internal FunctionsWorker Worker => _worker;

    /// <summary>Completes when the host cannot go on, with the reason.</summary>
    public async Task<string> FailedAsync() => (await _worker.Failed).Message;

    /// <summary>Runs a host until a signal stops it.</summary>
    /// <returns>The exit code: 0 if it was asked to stop.</returns>
    public static async Task<int> RunAsync(FunctionsHostOptions options)
    {
        using var signals = new StopSignals();
        try
        {
            await using var host = new FunctionsHost(options);
            await host.StartAsync(signals.Requested);
            var failed = host.FailedAsync();
            await Task.WhenAny(failed, Task.Delay(Timeout.Infinite, signals.Requested));
            await host.StopAsync();
            if (!failed.IsCompleted)
            {
                return 0;
            }

            await Console.Error.WriteLineAsync(await failed);
            return 1;
        }
        catch (HostException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
        catch (OperationCanceledException) when (signals.Requested.IsCancellationRequested)
        {
            return 0;
        }
    }

    /// <summary>Starts the worker and, when it has loaded its functions, everything that calls them.</summary>
    /// <exception cref="Exception">The app cannot start; the message says all that is wrong.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        ListenAddresses.EnsureFree(ListenAddresses.Parse(_options.Urls));

        // The engine's lock on the data directory comes first: whoever holds it may end the worker of an earlier host.
        await _engine.StartAsync(cancellationToken);
        _engineRuns = true;
        await _internal.StartAsync(cancellationToken);
        var ready = await _worker.StartAsync(new Uri(_internal.Urls.Single()), cancellationToken);

        var errors = new StartErrors();
        WorkerFunction.Check(ready.Functions, errors);
        var routes = HttpFunctionRoutes.Create(ready.Functions, _hostJson.RoutePrefix, errors);
        var timers = TimerFunctions.Create(ready.Functions, _settings, errors);
        errors.ThrowIfAny();

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
        _forwarder.Dispose();
        _stopping.Dispose();
        await _engine.DisposeAsync();
        await _worker.DisposeAsync();
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
            if (_engineRuns)
            {
                await _engine.StopAsync(patience.Token);
            }
        }
        finally
        {
            await _worker.StopAsync();
            await _internal.StopAsync();
        }
    }

    private Task RunAsync(TimerFunction timer)
    {
        var logger = _loggers.CreateLogger<TimerLoop>();
        var record = new TimerRecord(timer, _options.DataDirectory, _given.Time, logger);
        return new TimerLoop(timer, record, _worker, _given.Time, logger).RunAsync(_stopping.Token);
    }

    private IWorkerLauncher CreateLauncher()
    {
        if (_settings["app"] is { Length: > 0 } package)
        {
            return new ProcessWorker(
                package,
                _settings.AsEnumerable().Where(setting => setting.Value is not null).ToDictionary(),
                new LeftoverWorker(_options.DataDirectory, _loggers.CreateLogger<LeftoverWorker>()),
                _loggers.CreateLogger<ProcessWorker>());
        }

        return _given.App is { } app
            ? new InProcessWorker(app, _settings)
            : throw new HostException("Name the folder of a published package: --app FOLDER.");
    }

    [LoggerMessage(1, LogLevel.Information, "Listening on {Url}")]
    private partial void LogListening(string url);
}
