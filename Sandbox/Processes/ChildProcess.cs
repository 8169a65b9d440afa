using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace BadgeFunctions.Sandbox.Processes;

/// <summary>A process of ours, its output in a log file. On Linux it is told to end when this process ends, however that happens.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const string Setpriv = "/usr/bin/setpriv";

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly Lock _lock = new();
    private bool _closed;

    private ChildProcess(ProcessStartInfo start, string logPath)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(logPath)!);
        _log = new StreamWriter(new FileStream(logPath, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Write(line.Data);
        _process.ErrorDataReceived += (_, line) => Write(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public bool HasExited => _process.HasExited;

    public static ChildProcess Start(
        string file, IReadOnlyList<string> arguments, string folder, string logPath, IReadOnlyDictionary<string, string> environment)
    {
        var start = File.Exists(Setpriv)
            ? new ProcessStartInfo(Setpriv, ["--pdeathsig", "TERM", file, .. arguments])
            : new ProcessStartInfo(file, arguments);
        start.WorkingDirectory = folder;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return StarterThread.Run(() => new ChildProcess(start, logPath));
    }

    /// <summary>SIGKILL: nothing of the process gets a chance to tidy up.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await TerminateAsync();
        _process.Dispose();
        lock (_lock)
        {
            _closed = true;
            _log.Dispose();
        }
    }

    private async Task TerminateAsync()
    {
        if (_process.HasExited)
        {
            return;
        }

        try
        {
            using var terminate = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await _process.WaitForExitAsync().WaitAsync(StopPatience);
        }
        catch (Exception e) when (e is TimeoutException or Win32Exception)
        {
            await KillAsync();
        }
    }

    private void Write(string? line)
    {
        lock (_lock)
        {
            if (line is not null && !_closed)
            {
                _log.WriteLine(line);
            }
        }
    }
}
