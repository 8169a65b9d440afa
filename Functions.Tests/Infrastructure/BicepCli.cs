using System.Diagnostics;
using System.Reflection;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.Infrastructure;

/// <summary>The Bicep CLI that NuGet brought.</summary>
internal static class BicepCli
{
    public static readonly string Folder = Path.Combine(RepositoryFolder.Root, "infra", "bicep");

    private static readonly string Executable = Find();

    // What the parameter files ask of the environment.
    private static readonly Dictionary<string, string> Environment = new()
    {
        ["AZURE_ENV_NAME"] = "azd",
        ["ORGANISATION_NAME"] = "Test Certification Body",
        ["EMAIL_FROM_ADDRESS"] = "badges@example.org",
        ["EMAIL_FROM_NAME"] = "Badges",
        ["CREDLY_ORGANIZATION_ID"] = "0c3f1a7e-2b64-4f6e-9f5d-7a1f5c0e9b11",
        ["ALERT_EMAIL_ADDRESSES"] = "one@example.org,two@example.org",
        ["DOTNET_BUNDLE_EXTRACT_BASE_DIR"] = Path.Combine(Path.GetTempPath(), "bicep-cli"),
    };

    /// <summary>Runs it, and answers what it printed; what it complained about comes as errors.</summary>
    public static async Task<(string Output, string Complaints)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Executable, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var outputs = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (outputs[0], process.ExitCode == 0 ? outputs[1] : $"exit {process.ExitCode}: {outputs[1]}");
    }

    private static string Find()
    {
        var path = typeof(BicepCli).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == nameof(BicepCli)).Value!;
        Assert.True(File.Exists(path), $"{path} is not there: restore Functions.Tests.");
        if (!OperatingSystem.IsWindows())
        {
            // NuGet does not keep a file's right to be executed.
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
        }

        return path;
    }
}
