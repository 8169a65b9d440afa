using System.Diagnostics;
using System.Runtime.Versioning;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.Sandbox;

/// <summary><c>run.sh</c> on machines that lack something. Its PATH has only what a test puts there.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PrerequisitesTests : IDisposable
{
    private readonly TemporaryFolder _path = new();

    public PrerequisitesTests()
    {
        foreach (var tool in (string[])["dirname", "sed", "grep"])
        {
            Tool(tool, $"PATH=/usr/local/bin:/usr/bin:/bin exec {tool} \"$@\"");
        }
    }

    public void Dispose() => _path.Dispose();

    [Theory]
    [InlineData("", "v20.1.0", "The .NET SDK 10 is needed")]
    [InlineData("9.0.305 [/usr/share/dotnet/sdk]", "v20.1.0", "The .NET SDK 10 is needed", "Found: 9.0.305")]
    [InlineData("10.0.100 [/usr/share/dotnet/sdk]", "", "Node.js 20 or later is needed")]
    [InlineData("10.0.100 [/usr/share/dotnet/sdk]", "v18.19.0", "Node.js 20 or later is needed", "Found: v18.19.0")]
    [InlineData("10.0.100 [/usr/share/dotnet/sdk]", "v22.2.0", "npm install -g azure-functions-core-tools@4")]
    public async Task What_is_missing_or_too_old_is_named(string dotnet, string node, params string[] said)
    {
        Tool("dotnet", $"echo '{dotnet}'", when: dotnet);
        Tool("node", $"echo '{node}'", when: node);

        var (status, output) = await RunAsync("--host", "func");

        Assert.Equal(1, status);
        Assert.All(said, part => Assert.Contains(part, output, StringComparison.Ordinal));
    }

    private void Tool(string name, string does, string when = "always")
    {
        if (when.Length > 0)
        {
            File.SetUnixFileMode(_path.Write(name, $"#!/bin/bash\n{does}\n"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    private async Task<(int Status, string Errors)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/bash", [Path.Combine(RepositoryFolder.Root, "run.sh"), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["PATH"] = _path.Path;
        using var process = Process.Start(start)!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, output[1]);
    }
}
