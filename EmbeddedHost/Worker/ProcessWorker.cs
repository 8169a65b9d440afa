using System.Diagnostics;
using BadgeFunctions.EmbeddedHost.Hosting;

namespace BadgeFunctions.EmbeddedHost.Worker;

/// <summary>Runs a published package as a process of its own, as Azure does. What it prints goes to the host's console.</summary>
internal sealed partial class ProcessWorker : IWorkerLauncher
{
    private const string PackageFile = "worker.config.json";

    private readonly IConfiguration _settings;
    private readonly LeftoverWorker _leftover;
    private readonly ILogger<ProcessWorker> _logger;
    private readonly string _executable;
    private readonly string _program;

    /// <exception cref="HostException">The folder holds no package of a .NET isolated app.</exception>
    public ProcessWorker(string folder, IConfiguration settings, LeftoverWorker leftover, ILogger<ProcessWorker> logger)
    {
        AppDirectory = Path.GetFullPath(folder);
        _settings = settings;
        _leftover = leftover;
        _logger = logger;
        var description = HostSettings.ReadFile(PackageFile, AppDirectory).GetSection("description");
        if (description["defaultExecutablePath"] is not { } executable || description["defaultWorkerPath"] is not { } program)
        {
            throw new HostException($"{AppDirectory} holds no {PackageFile}: publish the app with 'dotnet publish' and name that folder.");
        }

        _executable = executable.Replace("{WorkerRoot}", AppDirectory + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        _program = Path.Combine(AppDirectory, program);
    }

    public string AppDirectory { get; }

    public Task<RunningWorker> StartAsync(WorkerStart start, CancellationToken cancellationToken)
    {
        _leftover.End();
        var process = Process.Start(Describe(start)) ?? throw new HostException($"{_executable} cannot be started.");
        _leftover.Remember(process);
        LogStarted(process.Id);
        var ended = EndOfAsync(process);
        return Task.FromResult(new RunningWorker(ended, EndAsync));

        async Task EndAsync()
        {
            process.Kill(entireProcessTree: true);
            await ended;
            process.Dispose();
            _leftover.Forget();
        }
    }

    private ProcessStartInfo Describe(WorkerStart start)
    {
        string[] command =
        [
            _executable, _program,
            "--functions-uri", start.Endpoint.AbsoluteUri,
            "--functions-worker-id", start.WorkerId,
            "--functions-request-id", start.WorkerId,
            "--functions-grpc-max-message-length", $"{WorkerStart.MaxMessageLength}",
        ];

        // A terminal sends Ctrl-C to the worker too, which has to serve until the host has drained.
        var info = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(command[0], command[1..])
            : new ProcessStartInfo("/bin/sh", ["-c", "trap '' INT QUIT HUP; exec \"$@\"", "worker", .. command]);

        info.WorkingDirectory = AppDirectory;
        foreach (var (name, value) in _settings.AsEnumerable().Where(setting => setting.Value is not null))
        {
            info.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        info.Environment["FUNCTIONS_WORKER_DIRECTORY"] = AppDirectory;
        info.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = AppDirectory;
        return info;
    }

    private static async Task<string> EndOfAsync(Process process)
    {
        await process.WaitForExitAsync();
        return $"exit code {process.ExitCode}";
    }

    [LoggerMessage(1, LogLevel.Information, "The worker runs as process {ProcessId}")]
    private partial void LogStarted(int processId);
}
