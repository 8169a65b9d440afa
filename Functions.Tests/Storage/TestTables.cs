using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.Storage;

/// <summary>One Azurite for all tests; each test has a storage account of its own in it.</summary>
internal static class TestTables
{
    // Azurite takes them in one environment variable, which holds 128 KiB.
    private const int Accounts = 1_000;

    private static readonly Lazy<Task<AzuriteProcess>> Azurite = new(StartAsync);
    private static int Used;

    /// <summary>The connection string of an account that nobody has used.</summary>
    public static async Task<string> NewAccountAsync() =>
        (await Azurite.Value).ConnectionStringOf(NameOf(Interlocked.Increment(ref Used)));

    private static string NameOf(int number) => number <= Accounts
        ? $"test{number:D4}"
        : throw new InvalidOperationException($"Azurite has {Accounts} accounts, and more tests ask for one: give it more.");

    private static Task<AzuriteProcess> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("badge-tables-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return AzuriteProcess.StartAsync(
            new AzuritePorts(Ports.Reserve()),
            dataFolder: null,
            Path.Combine(folder, "azurite.log"),
            CancellationToken.None,
            [.. Enumerable.Range(1, Accounts).Select(NameOf)]);
    }
}
