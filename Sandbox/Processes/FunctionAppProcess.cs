using System.Globalization;

namespace BadgeFunctions.Sandbox.Processes;

/// <summary>The function app as a process of its own.</summary>
internal sealed class FunctionAppProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private FunctionAppProcess(ChildProcess process) => _process = process;

    /// <summary>Starts it; <paramref name="settings"/> win over those of <c>local.settings.json</c>.</summary>
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
        var (command, folder) = CommandOf(host, new Uri(url));
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

    private static (IReadOnlyList<string> Command, string Folder) CommandOf(AppHost host, Uri url) => host switch
    {
        AppHost.Local => (["dotnet", RepositoryFolder.AssemblyOf("Local")], RepositoryFolder.Root),
        AppHost.Package => (["dotnet", RepositoryFolder.AssemblyOf("EmbeddedHost"), "--app", RepositoryFolder.Package], RepositoryFolder.Root),
        _ => (["func", "start", "--no-build", "--port", url.Port.ToString(CultureInfo.InvariantCulture)], RepositoryFolder.Package),
    };
}

/// <summary>What the function app runs on.</summary>
internal enum AppHost
{
    /// <summary>The embedded host, with the app in its process.</summary>
    Local,
    /// <summary>The embedded host, with the published package as a process of its own.</summary>
    Package,
    /// <summary>The published package on Azure Functions Core Tools.</summary>
    Func,
}
