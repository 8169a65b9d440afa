using System.Diagnostics;
using Azure.Data.Tables;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.Sandbox;

public sealed class AzuriteProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Linux sends the parent-death signal for each thread of the parent that ends.
    [Fact]
    public async Task What_was_written_is_kept_however_often_it_is_told_to_end()
    {
        await using (var azurite = await StartAsync())
        {
            var table = new TableClient(azurite.ConnectionString, "Badges");
            await table.CreateAsync();
            await table.AddEntityAsync(new TableEntity("IPMA-1", "badge"));
            using var signals = Process.Start("bash", ["-c", $"while kill -INT {azurite.Id} 2>/dev/null; do :; done"]);
            await signals.WaitForExitAsync();
        }

        await using var again = await StartAsync();
        Assert.True((await new TableClient(again.ConnectionString, "Badges").GetEntityIfExistsAsync<TableEntity>("IPMA-1", "badge")).HasValue);
    }

    private Task<AzuriteProcess> StartAsync() => AzuriteProcess.StartAsync(
        new AzuritePorts(Ports.Reserve()), Path.Combine(_folder.Path, "tables"), Path.Combine(_folder.Path, "azurite.log"), CancellationToken.None);
}
