using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace BadgeFunctions.Sandbox.Processes;

/// <summary>
/// A process of ours, its output in a log file. It is asked to end by the signal that it needs, and killed only when it does not. On Linux
/// it is in a session of its own, so that a terminal's Ctrl-C and hang-up reach this process alone, which then ends its children
/// in order; and it gets its signal when this process ends, however that happens.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const string Setpriv = "/usr/bin/setpriv";

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly string _stopSignal;
    private readonly StreamWriter _log;
    private readonly Lock _lock = new();
    private bool _closed;

    private ChildProcess(ProcessStartInfo start, string logPath, string stopSignal)
    {
        _stopSignal = stopSignal;
        Directory.CreateDirectory(Path.GetDirectoryName(logPath)!);
        _log = new StreamWriter(new FileStream(logPath, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Write(line.Data);
        _process.ErrorDataReceived += (_, line) => Write(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;
    public bool HasExited => _process.HasExited;

    /// <summary>Starts it; on Linux it waits for whoever holds the lock file before it, and holds it while it lives.</summary>
    public static ChildProcess Start(
        IReadOnlyList<string> command,
        string folder,
        string logPath,
        IReadOnlyDictionary<string, string> environment,
        string stopSignal = "TERM",
        string? lockPath = null)
    {
        IEnumerable<string> whole = File.Exists(Setpriv)
            ? [Setpriv, "--pdeathsig", stopSignal, "setsid", .. lockPath is null ? [] : LockBy(lockPath), .. command]
            : command;
        var start = new ProcessStartInfo(whole.First(), whole.Skip(1))
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return StarterThread.Run(() => new ChildProcess(start, logPath, stopSignal));
    }

    /// <summary>SIGKILL: nothing of the process gets a chance to tidy up.</summary>
    /// <param name="withChildren">Whether its children are killed too, or live on.</param>
    public async Task KillAsync(bool withChildren = true)
    {
        if (!_process.HasExited)
        {
            _process.Kill(withChildren);
        }

        // Not for the end of its output, which children that live on keep open.
        await Task.Run(() => _process.WaitForExit(StopPatience));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
        lock (_lock)
        {
            _closed = true;
            _log.Dispose();
        }
    }

    private static string[] LockBy(string path) => ["flock", "--no-fork", "--timeout", "30", path];

    private async Task StopAsync()
    {
        if (_process.HasExited)
        {
            return;
        }

        try
        {
            using var stop = Process.Start("kill", [$"-{_stopSignal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
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

/// <summary>
/// The one thread that starts processes. Linux sends the parent-death signal when the thread that forked ends, not the process: a
/// pool thread that retires would take the children with it.
/// </summary>
internal static class StarterThread
{
    private static readonly BlockingCollection<Action> Work = Start();

    public static T Run<T>(Func<T> work)
    {
        var task = new Task<T>(work);
        Work.Add(() => task.RunSynchronously(TaskScheduler.Default));
        return task.GetAwaiter().GetResult();
    }

    private static BlockingCollection<Action> Start()
    {
        var work = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var one in work.GetConsumingEnumerable())
            {
                one();
            }
        })
        { IsBackground = true, Name = "starts processes" }.Start();
        return work;
    }
}
