using System.Diagnostics;
using BadgeFunctions.EmbeddedHost.Hosting;

namespace BadgeFunctions.EmbeddedHost.Worker;

/// <summary>Runs a published package as a process of its own, as Azure does. What it prints goes to the host's console.</summary>
internal sealed partial class ProcessWorker(
    string folder, IConfiguration settings, LeftoverWorker leftover, ILogger<ProcessWorker> logger) : IWorkerLauncher
{
    private const string PackageFile = "worker.config.json";

    private readonly string[] _command = CommandOf(Path.GetFullPath(folder));

    public string AppDirectory { get; } = Path.GetFullPath(folder);

    public Task<RunningWorker> StartAsync(WorkerStart start, CancellationToken cancellationToken)
    {
        leftover.End();
        var process = Process.Start(Describe(start)) ?? throw new HostException($"{_command[0]} cannot be started.");
        leftover.Remember(process);
        LogStarted(process.Id);
        var ended = EndOfAsync(process);
        return Task.FromResult(new RunningWorker(ended, EndAsync));

        async Task EndAsync()
        {
            process.Kill(entireProcessTree: true);
            await ended;
            process.Dispose();
            leftover.Forget();
        }
    }

    private ProcessStartInfo Describe(WorkerStart start)
    {
        string[] command =
        [
            .. _command,
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
        foreach (var (name, value) in settings.AsEnumerable().Where(setting => setting.Value is not null))
        {
            info.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        info.Environment["FUNCTIONS_WORKER_DIRECTORY"] = AppDirectory;
        info.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = AppDirectory;
        return info;
    }

    private static string[] CommandOf(string folder)
    {
        var root = folder + Path.DirectorySeparatorChar;
        var package = HostSettings.ReadFile(PackageFile, folder).GetSection("description");
        return package["defaultExecutablePath"] is { } executable && package["defaultWorkerPath"] is { } program
            ? [executable.Replace("{WorkerRoot}", root, StringComparison.Ordinal), Path.Combine(folder, program)]
            : throw new HostException($"{folder} holds no {PackageFile}: publish the app with 'dotnet publish' and name that folder.");
    }

    private static async Task<string> EndOfAsync(Process process)
    {
        await process.WaitForExitAsync();
        return $"exit code {process.ExitCode}";
    }

    [LoggerMessage(1, LogLevel.Information, "The worker runs as process {ProcessId}")]
    private partial void LogStarted(int processId);
}
