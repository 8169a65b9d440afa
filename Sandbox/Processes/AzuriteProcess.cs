using System.Globalization;

namespace BadgeFunctions.Sandbox.Processes;

/// <summary>Azurite's Table service on loopback.</summary>
internal sealed class AzuriteProcess : IAsyncDisposable
{
    // Azurite's published development account: not a secret.
    private const string AccountName = "devstoreaccount1";
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly ChildProcess _process;

    private AzuriteProcess(ChildProcess process, Uri endpoint) => (_process, ConnectionString) = (
        process, $"DefaultEndpointsProtocol=http;AccountName={AccountName};AccountKey={AccountKey};TableEndpoint={endpoint};");

    public string ConnectionString { get; }

    public static async Task<AzuriteProcess> StartAsync(int port, string dataFolder, string logPath, CancellationToken cancellationToken)
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
            new Dictionary<string, string>());
        var endpoint = new Uri($"http://127.0.0.1:{port}/{AccountName}");
        // Any answer will do: without a signature it is 403.
        await Readiness.WaitForAsync("Azurite", process, logPath, endpoint, _ => true, cancellationToken);
        return new AzuriteProcess(process, endpoint);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
