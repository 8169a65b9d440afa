using System.Diagnostics;
using BadgeFunctions.EmbeddedHost.Worker;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Worker;

public sealed class LeftoverWorkerTests
{
    [Fact]
    public void The_worker_of_an_earlier_host_is_ended()
    {
        using var folder = new TemporaryFolder();
        using var worker = Process.Start("sleep", "600");
        Leftover(folder).Remember(worker);

        Leftover(folder).End();

        Assert.True(worker.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Another_process_that_got_the_workers_number_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        using var other = Process.Start("sleep", "600");
        try
        {
            folder.Write("worker.pid", $"{other.Id} {other.StartTime.ToUniversalTime().AddMinutes(-5):O}");

            Leftover(folder).End();

            Assert.False(other.HasExited);
        }
        finally
        {
            other.Kill();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("999999999 2021-04-26T10:00:00Z")]
    [InlineData("nonsense")]
    public void A_file_that_names_no_process_is_no_obstacle(string content)
    {
        using var folder = new TemporaryFolder();
        folder.Write("worker.pid", content);

        Leftover(folder).End();
        Leftover(folder).Remember(Process.GetCurrentProcess());

        Assert.StartsWith($"{Environment.ProcessId} ", File.ReadAllText(Path.Combine(folder.Path, "worker.pid")), StringComparison.Ordinal);
    }

    private static LeftoverWorker Leftover(TemporaryFolder folder) => new(folder.Path, NullLogger<LeftoverWorker>.Instance);
}
