using System.Diagnostics;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

public sealed class SmokeTestTests
{
    [Fact]
    public async Task The_smoke_test_of_a_deployment_passes_on_an_app_that_works()
    {
        await using var app = await BadgeApplication.StartAsync();

        var (status, output) = await RunAsync(app.Url);

        Assert.True(status == 0, output);
        Assert.Equal(6, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static async Task<(int Status, string Output)> RunAsync(string url)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(RepositoryFolder.Root, "eng", "smoke-test.sh"), url])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(output));
    }
}
