using System.Diagnostics;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.EndToEnd;

/// <summary>The published package, made once for all tests, and only when <c>test.sh</c> has not made it.</summary>
internal static class Package
{
    private static readonly Lazy<Task> Published = new(PublishAsync);

    public static Task PublishedAsync() => Published.Value;

    private static async Task PublishAsync()
    {
        var start = new ProcessStartInfo("bash", ["-c", "source eng/prerequisites.sh && source eng/make.sh && publish_package"])
        {
            WorkingDirectory = RepositoryFolder.Root,
            RedirectStandardError = true,
        };
        using var publish = Process.Start(start)!;
        var error = await publish.StandardError.ReadToEndAsync();
        await publish.WaitForExitAsync();
        Assert.True(publish.ExitCode == 0, error);
    }
}
