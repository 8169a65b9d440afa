using System.Runtime.Versioning;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary><c>./run.sh --once</c> with the published package.</summary>
[Collection(nameof(RunScript))]
[UnsupportedOSPlatform("windows")]
public sealed class RunScriptHostTests : IAsyncLifetime, IDisposable
{
    // Notes what it was started with, and serves the package as func would.
    private static readonly string Func = $$"""
        #!/bin/bash
        printf '%s\n' "$PWD" "$@" > "$NOTES/command"
        env > "$NOTES/environment"
        blob=$(sed 's/.*BlobEndpoint=\([^;]*\);.*/\1/' <<<"$AzureWebJobsStorage")
        curl --silent --output /dev/null --write-out '%{http_code}' "$blob" > "$NOTES/blob"
        exec dotnet '{{RepositoryFolder.AssemblyOf("EmbeddedHost")}}' --app "$PWD"
        """;

    private readonly TemporaryFolder _folder = new();

    public Task InitializeAsync() => Package.PublishedAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_published_package_makes_the_journey_in_a_process_of_its_own()
    {
        var (status, output) = await RunScript.OnceAsync("package");

        Assert.True(status == 0, output);
    }

    [Fact]
    public async Task Func_is_started_in_the_package_with_all_settings_and_the_whole_of_Azurite()
    {
        File.SetUnixFileMode(_folder.Write("func", Func), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var (status, output) = await RunScript.OnceAsync(
            "func", ("PATH", $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}"), ("NOTES", _folder.Path));

        Assert.True(status == 0, output);
        var command = await LinesAsync("command");
        var environment = await LinesAsync("environment");
        Assert.Equal([RepositoryFolder.Package, "start", "--no-build", "--port"], command[..^1]);
        Assert.Contains($"Web__PublicUrl=http://localhost:{command[^1]}", environment);
        Assert.Contains("FUNCTIONS_WORKER_RUNTIME=dotnet-isolated", environment);
        Assert.Contains(environment, line => line.StartsWith("Signing__Keys__0=", StringComparison.Ordinal));
        Assert.Contains(environment, line => line.StartsWith("AzureWebJobsStorage=", StringComparison.Ordinal)
            && line.Contains("QueueEndpoint=", StringComparison.Ordinal));
        Assert.Equal(["400"], await LinesAsync("blob"));
    }

    private Task<string[]> LinesAsync(string name) => File.ReadAllLinesAsync(Path.Combine(_folder.Path, name));
}
