using System.Diagnostics;
using System.Globalization;

namespace BadgeFunctions.EmbeddedHost.Worker;

/// <summary>A worker outlives a host that is killed. A file in the data folder tells the next host which process that is.</summary>
internal sealed partial class LeftoverWorker(string dataDirectory, ILogger<LeftoverWorker> logger)
{
    // What the system calls a process's start differs by a clock tick between two readings.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    private readonly string _path = Path.Combine(dataDirectory, "worker.pid");

    public void Remember(Process worker) => File.WriteAllText(_path, $"{worker.Id} {worker.StartTime.ToUniversalTime():O}");

    public void Forget() => File.Delete(_path);

    /// <summary>Ends the worker that another host left behind, if there is one.</summary>
    public void End()
    {
        if (!File.Exists(_path)
            || File.ReadAllText(_path).Split(' ') is not [var id, var started]
            || !int.TryParse(id, out var processId)
            || !DateTimeOffset.TryParse(started, CultureInfo.InvariantCulture, out var startTime))
        {
            return;
        }

        try
        {
            using var process = Process.GetProcessById(processId);
            if ((process.StartTime.ToUniversalTime() - startTime.UtcDateTime).Duration() < Tolerance)
            {
                LogEnding(processId);
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // It has ended by itself.
        }

        Forget();
    }

    [LoggerMessage(1, LogLevel.Warning, "Ending the worker of an earlier host, process {ProcessId}")]
    private partial void LogEnding(int processId);
}
