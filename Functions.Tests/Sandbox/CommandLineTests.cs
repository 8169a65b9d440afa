using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using BadgeFunctions.Sandbox;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.Sandbox;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Arguments_are_read_in_any_order_and_others_are_refused()
    {
        Assert.Equal(new CommandLine(Once: false, null), CommandLine.Read([]));
        Assert.Equal(new CommandLine(Once: true, Path.GetFullPath("here")), CommandLine.Read(["--data", "here", "--once"]));
        Assert.Equal(CommandLine.Read(["--data", "here", "--once"]), CommandLine.Read(["--once", "--data", "here"]));
        Assert.Equal(new CommandLine(Once: true, null, AppHost.Func), CommandLine.Read(["--host", "func", "--once"]));
        Assert.Equal(new CommandLine(Once: false, null, AppHost.Package), CommandLine.Read(["--host", "package"]));
        Assert.Null(CommandLine.Read(["--host", "elsewhere"]));
        Assert.Null(CommandLine.Read(["--host"]));
        Assert.Null(CommandLine.Read(["--twice"]));
        Assert.Null(CommandLine.Read(["--data"]));
    }

    [Fact]
    public void Two_runs_that_stay_cannot_use_one_folder_at_once_but_one_after_the_other()
    {
        var stay = new CommandLine(Once: false, null);
        using (var first = DataFolder.Take(stay, _folder.Path))
        {
            var error = Assert.Throws<InvalidOperationException>(() => DataFolder.Take(stay, _folder.Path));
            Assert.Contains(first.Path, error.Message, StringComparison.Ordinal);
        }

        using var second = DataFolder.Take(stay, _folder.Path);
    }

    [Fact]
    public void A_single_journey_has_a_folder_of_its_own_that_stays_only_when_it_fails()
    {
        var once = new CommandLine(Once: true, null);
        using var running = DataFolder.Take(once with { Once = false }, _folder.Path);
        var failed = DataFolder.Take(once, _folder.Path);
        var succeeded = DataFolder.Take(once, _folder.Path);

        succeeded.IsDone = true;
        succeeded.Dispose();
        failed.Dispose();

        Assert.False(Directory.Exists(succeeded.Path));
        Assert.True(Directory.Exists(failed.Path));
    }
}
