using System.Diagnostics;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.Infrastructure;

/// <summary><c>eng/function-keys.sh</c>, which a deployment runs; a script in the place of the Azure CLI notes what it is called with.</summary>
public sealed class FunctionKeysScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_keys_are_made_after_the_package_by_azd_and_by_the_workflow()
    {
        var azd = Read("azure.yaml");
        var workflow = Read(".github", "workflows", "deploy.yml");

        Assert.Matches(@"postdeploy:\s+posix:\s+shell: sh\s+run: eng/function-keys\.sh", azd);
        Assert.InRange(
            workflow.IndexOf("run: eng/function-keys.sh", StringComparison.Ordinal),
            workflow.IndexOf("azure/functions-action", StringComparison.Ordinal),
            workflow.IndexOf("run: eng/smoke-test.sh", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_template_is_deployed_to_the_app_s_resource_group()
    {
        var (status, calls) = await RunAsync(failures: 0);

        Assert.Equal(0, status);
        Assert.Equal(
            "deployment group create --name function-keys --resource-group rg-badges-test --template-file infra/bicep/function-keys.bicep --parameters appName=func-badges --output none --subscription azd-s",
            Assert.Single(calls));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(9, 0)]
    [InlineData(10, 1)]
    public async Task It_is_tried_ten_times_while_the_app_does_not_know_its_functions_yet(int failures, int expected)
    {
        var (status, calls) = await RunAsync(failures);

        Assert.Equal(expected, status);
        Assert.Equal(Math.Min(failures + 1, 10), calls.Length);
    }

    private async Task<(int Status, string[] Calls)> RunAsync(int failures)
    {
        var calls = Path.Combine(_folder.Path, "calls");
        // It fails while there are fewer calls than it has to fail.
        Write("az", $"echo \"$*\" >>'{calls}'\n[ \"$(wc -l <'{calls}')\" -gt {failures} ]\n");
        Write("sleep", "exit 0\n");
        var start = new ProcessStartInfo(Path.Combine(RepositoryFolder.Root, "eng", "function-keys.sh"))
        {
            WorkingDirectory = _folder.Path,
            Environment =
            {
                ["PATH"] = $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}",
                ["AZURE_RESOURCE_GROUP"] = "rg-badges-test",
                ["AZURE_FUNCTION_APP_NAME"] = "func-badges",
                ["AZURE_SUBSCRIPTION_ID"] = "azd-s",
            },
        };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return (process.ExitCode, await File.ReadAllLinesAsync(calls));
    }

    private void Write(string name, string script)
    {
        var path = _folder.Write(name, $"#!/bin/sh\n{script}");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static string Read(params string[] path) => File.ReadAllText(Path.Combine([RepositoryFolder.Root, .. path]));
}
