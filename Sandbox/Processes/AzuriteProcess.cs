using System.Globalization;

namespace BadgeFunctions.Sandbox.Processes;

/// <summary>Azurite on loopback: its Table service, and the others where the Durable extension needs them.</summary>
internal sealed class AzuriteProcess : IAsyncDisposable
{
    // Azurite's published development account: not a secret.
    private const string AccountName = "devstoreaccount1";
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    // Azurite handles one SIGINT, and a second would kill it in the middle of writing. Linux sends the parent-death signal for each thread
    // of the parent that ends, so from the time that Azurite listens for the signal, more of them are ignored.
    private const string IgnoreMoreSignals =
        "data:text/javascript,process.on('newListener',function f(e){if(e==='SIGINT'){process.off('newListener',f).on('SIGINT',()=>{})}})";

    private readonly ChildProcess _process;
    private readonly AzuritePorts _ports;

    private AzuriteProcess(ChildProcess process, AzuritePorts ports) => (_process, _ports) = (process, ports);

    public int Id => _process.Id;

    /// <summary>The development account's connection string.</summary>
    public string ConnectionString => ConnectionStringOf(AccountName);

    /// <summary>The connection string of one of the accounts that were asked for at the start.</summary>
    public string ConnectionStringOf(string account) =>
        $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={AccountKey};"
        + string.Concat(_ports.All.Select(one => $"{one.Service}Endpoint={EndpointOf(one.Port, account)};"));

    /// <summary>Starts it; without a data folder it keeps all in memory, since it stops for the time of each write.</summary>
    public static async Task<AzuriteProcess> StartAsync(
        AzuritePorts ports, string? dataFolder, string logPath, CancellationToken cancellationToken, params IReadOnlyList<string> accounts)
    {
        var sources = Path.Combine(RepositoryFolder.Root, "node_modules", "azurite", "dist", "src");
        var script = ports.IsTableAlone ? Path.Combine(sources, "table", "main.js") : Path.Combine(sources, "azurite.js");
        if (!File.Exists(script))
        {
            throw new InvalidOperationException("Azurite is not installed: run 'npm ci' in the repository.");
        }

        // It writes its tables to disk every five seconds, and on SIGINT; the Table service alone does not on SIGTERM.
        var process = ChildProcess.Start(
            [
                "node", "--import", IgnoreMoreSignals, script, "--silent", "--skipApiVersionCheck", "--disableTelemetry",
                .. dataFolder is null ? (string[])["--inMemoryPersistence"] : ["--location", dataFolder],
                .. ports.All.SelectMany(Arguments),
            ],
            RepositoryFolder.Root,
            logPath,
            new Dictionary<string, string>
            {
                ["AZURITE_ACCOUNTS"] = string.Join(';', accounts.DefaultIfEmpty(AccountName).Select(account => $"{account}:{AccountKey}")),
            },
            stopSignal: "INT",
            lockPath: dataFolder is null ? null : Path.Combine(Directory.CreateDirectory(dataFolder).FullName, "azurite.lock"));
        try
        {
            // Any answer will do: without a signature it is 403. The Table service is the last to start.
            await Readiness.WaitForAsync("Azurite", process, logPath, EndpointOf(ports.Table, AccountName), _ => true, cancellationToken);
            return new AzuriteProcess(process, ports);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static Uri EndpointOf(int port, string account) => new($"http://127.0.0.1:{port}/{account}");

    private static IEnumerable<string> Arguments((string Service, int Port) one)
    {
        var service = one.Service.ToLowerInvariant();
        return [$"--{service}Host", "127.0.0.1", $"--{service}Port", one.Port.ToString(CultureInfo.InvariantCulture)];
    }
}

/// <summary>Where Azurite listens: on the Table service alone, or on all three.</summary>
internal sealed record AzuritePorts(int Table, int? Blob = null, int? Queue = null)
{
    public bool IsTableAlone => Blob is null;

    public IEnumerable<(string Service, int Port)> All =>
        new[] { ("Blob", Blob), ("Queue", Queue), ("Table", Table) }.Where(one => one.Item2 is not null).Select(one => (one.Item1, one.Item2!.Value));
}
