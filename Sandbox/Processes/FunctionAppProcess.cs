namespace BadgeFunctions.Sandbox.Processes;

/// <summary>The function app as a process of its own.</summary>
internal sealed class FunctionAppProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private FunctionAppProcess(ChildProcess process) => _process = process;

    /// <param name="url">Where it listens.</param>
    /// <param name="dataFolder">Where the embedded host's database lies.</param>
    /// <param name="logPath">Where its output goes.</param>
    /// <param name="settings">Settings that win over those of <c>local.settings.json</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="host">What it runs on.</param>
    public static async Task<FunctionAppProcess> StartAsync(
        string url,
        string dataFolder,
        string logPath,
        IReadOnlyDictionary<string, string> settings,
        CancellationToken cancellationToken,
        AppHost host = AppHost.Local)
    {
        var environment = new Dictionary<string, string>(settings)
        {
            ["EmbeddedHost__Urls"] = url,
            ["EmbeddedHost__DataDirectory"] = dataFolder,
            ["Web__PublicUrl"] = url,
        };
        var (command, folder) = AppHosts.CommandOf(host, new Uri(url));
        var process = ChildProcess.Start(command, folder, logPath, environment);
        try
        {
            await Readiness.WaitForAsync(
                "The function app", process, logPath, new Uri($"{url}/healthz"), answer => answer.IsSuccessStatusCode, cancellationToken);
            return new FunctionAppProcess(process);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL of the host. A worker that is a process of its own lives on.</summary>
    public Task KillAsync() => _process.KillAsync(withChildren: false);

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
