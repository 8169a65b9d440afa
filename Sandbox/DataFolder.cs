using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Sandbox;

/// <summary>The folder of one run's data, which no other run may use meanwhile.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;
    private readonly bool _isPassing;

    private DataFolder(string path, FileStream @lock, bool isPassing) => (Path, _lock, _isPassing) = (path, @lock, isPassing);

    public string Path { get; }
    public string Logs => System.IO.Path.Combine(Path, "logs");

    /// <summary>Set when the run did what it should: a folder that was made for this run alone is then deleted.</summary>
    public bool IsDone { get; set; }

    /// <summary>The folder for a run: the one that is asked for, one for all runs that stay, or one for a single journey.</summary>
    /// <exception cref="InvalidOperationException">Another run uses it; the message says so.</exception>
    public static DataFolder Take(CommandLine command, string repository)
    {
        var usual = System.IO.Path.Combine(repository, ".data");
        return command switch
        {
            { DataFolder: { } given } => Take(given, isPassing: false),
            // A journey starts from nothing every time, also beside a run that stays.
            { Once: true } => Take(System.IO.Path.Combine(usual, $"once-{Guid.NewGuid():N}"), isPassing: true),
            // Workflows that one engine keeps are unknown to the other.
            { Host: AppHost.Func } => Take(System.IO.Path.Combine(usual, "func"), isPassing: false),
            _ => Take(usual, isPassing: false),
        };
    }

    public void Dispose()
    {
        _lock.Dispose();
        if (_isPassing && IsDone)
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    private static DataFolder Take(string path, bool isPassing)
    {
        Directory.CreateDirectory(path);
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            return new DataFolder(path, new FileStream(System.IO.Path.Combine(path, "run.lock"), options), isPassing);
        }
        catch (IOException e)
        {
            throw new InvalidOperationException($"Another run uses {path}: stop it first, or choose another folder with --data.", e);
        }
    }
}
