using System.Diagnostics;
using System.Text.RegularExpressions;
using BadgeFunctions.Sandbox;
using BadgeFunctions.Sandbox.Processes;
using BadgeFunctions.Sandbox.Settings;

namespace BadgeFunctions.Benchmarks.Load;

/// <summary>
/// A checkout's own <c>run.sh</c> with a temporary data folder: it builds the checkout, and its Sandbox starts Azurite and the app. All
/// that is known of the checkout is its command line, its settings file and its HTTP routes.
/// </summary>
internal sealed partial class LoadWorld : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("badges-under-load-");
    private readonly ChildProcess _run;
    private bool _isKept;

    private LoadWorld(string repository, IReadOnlyDictionary<string, string> settings) => _run = ChildProcess.Start(
        ["bash", Path.Combine(repository, "run.sh"), "--data", _data.FullName], repository, LogPath, settings);

    /// <summary>Keeps its connections.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null });

    /// <summary>The app's and the Sandbox's address, without a slash at the end.</summary>
    public Addresses Addresses { get; } = new();

    /// <summary>The keys and secrets.</summary>
    public SandboxOptions Keys { get; private set; } = null!;

    /// <summary>The connection string that the app was started with.</summary>
    public string Storage { get; private set; } = "";

    public Process App { get; private set; } = null!;

    public Process Azurite { get; private set; } = null!;

    private string LogPath => Path.Combine(_data.FullName, "run.log");

    /// <param name="repository">The checkout.</param>
    /// <param name="settings">Environment variables for the app.</param>
    /// <param name="cancellationToken">Ends all that was started.</param>
    public static async Task<LoadWorld> StartAsync(
        string repository, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        // Credly's limit is the organization's, and the sample settings have one: without it, the app's own is measured.
        var world = new LoadWorld(repository, new Dictionary<string, string>(settings) { ["Credly__RequestsPerSecond"] = "" });
        try
        {
            await world.WaitAsync(cancellationToken);
            world.Keys = LocalWorld.OptionsOf(LocalSettings.ReadOrCreate(repository));
            world.FindProcesses();
            return world;
        }
        catch
        {
            // A build does not end on a signal to the shell that started it.
            await world._run.KillAsync();
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>The folder with the logs, which then outlives this.</summary>
    public string KeepData()
    {
        _isKept = true;
        return _data.FullName;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _run.DisposeAsync();
        if (!_isKept)
        {
            _data.Delete(recursive: true);
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var output = ReadLog();
            if (AppAddress().Match(output) is { Success: true } app && SandboxAddress().Match(output) is { Success: true } sandbox)
            {
                (Addresses.App, Addresses.Sandbox) = (app.Groups[1].Value, sandbox.Groups[1].Value);
                return;
            }

            if (_run.HasExited || Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new InvalidOperationException($"run.sh did not start the app:\n{output}");
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }

    private string ReadLog()
    {
        using var reader = new StreamReader(new FileStream(LogPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    // The app is the one that gets the Functions host's own storage setting.
    private void FindProcesses()
    {
        const string Setting = "AzureWebJobsStorage=";
        foreach (var id in Directory.EnumerateDirectories($"/proc/{_run.Id}/task")
            .SelectMany(thread => File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(int.Parse))
        {
            var storage = File.ReadAllText($"/proc/{id}/environ").Split('\0').FirstOrDefault(one => one.StartsWith(Setting, StringComparison.Ordinal));
            (App, Azurite, Storage) = storage is null
                ? (App, Process.GetProcessById(id), Storage)
                : (Process.GetProcessById(id), Azurite, storage[Setting.Length..]);
        }

        if (App is null || Azurite is null)
        {
            throw new InvalidOperationException("The processes of the app and of Azurite were not found.");
        }
    }

    [GeneratedRegex(@"(http://\S+)/my-badges\s")]
    private static partial Regex AppAddress();

    [GeneratedRegex(@"(http://\S+)/inbox\s")]
    private static partial Regex SandboxAddress();
}
