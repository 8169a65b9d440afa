using System.Globalization;

namespace BadgeFunctions.Sandbox.Processes;

/// <summary>Azurite's Table service on loopback.</summary>
internal sealed class AzuriteProcess : IAsyncDisposable
{
    // Azurite's published development account: not a secret.
    private const string AccountName = "devstoreaccount1";
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly ChildProcess _process;
    private readonly int _port;

    private AzuriteProcess(ChildProcess process, int port) => (_process, _port) = (process, port);

    /// <summary>The development account's connection string.</summary>
    public string ConnectionString => ConnectionStringOf(AccountName);

    /// <summary>The connection string of one of the accounts that were asked for at the start.</summary>
    public string ConnectionStringOf(string account) =>
        $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={AccountKey};TableEndpoint={EndpointOf(_port, account)};";

    /// <param name="port">The port on loopback.</param>
    /// <param name="dataFolder">Where its files lie.</param>
    /// <param name="logPath">Where its output goes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="accounts">The accounts; without any, the development account.</param>
    public static async Task<AzuriteProcess> StartAsync(
        int port, string dataFolder, string logPath, CancellationToken cancellationToken, params IReadOnlyList<string> accounts)
    {
        var script = Path.Combine(RepositoryFolder.Root, "node_modules", "azurite", "dist", "src", "table", "main.js");
        if (!File.Exists(script))
        {
            throw new InvalidOperationException("Azurite is not installed: run 'npm ci' in the repository.");
        }

        Directory.CreateDirectory(dataFolder);
        var process = ChildProcess.Start(
            "node",
            [
                script, "--silent", "--skipApiVersionCheck", "--disableTelemetry", "--location", dataFolder,
                "--tableHost", "127.0.0.1", "--tablePort", port.ToString(CultureInfo.InvariantCulture),
            ],
            RepositoryFolder.Root,
            logPath,
            new Dictionary<string, string>
            {
                ["AZURITE_ACCOUNTS"] = string.Join(';', accounts.DefaultIfEmpty(AccountName).Select(account => $"{account}:{AccountKey}")),
            });
        // Any answer will do: without a signature it is 403.
        await Readiness.WaitForAsync("Azurite", process, logPath, EndpointOf(port, AccountName), _ => true, cancellationToken);
        return new AzuriteProcess(process, port);
    }

    private static Uri EndpointOf(int port, string account) => new($"http://127.0.0.1:{port}/{account}");

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
