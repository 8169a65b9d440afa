using System.Diagnostics;
using System.Runtime.InteropServices;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Benchmarks.Load;

/// <summary>How many badges a second the whole app takes and e-mails, on this commit and on another one.</summary>
internal static class LoadBenchmark
{
    private const string Current = "this commit";
    private const string Begin = "<!-- load: the program writes from here -->";
    private const string End = "<!-- load: to here -->";

    public static async Task<int> RunAsync(LoadOptions options)
    {
        using var stopping = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        try
        {
            var measurements = await MeasureAsync(options, stopping.Token);
            var report = LoadReport.Of(options, measurements);
            Console.WriteLine($"\n{report}");
            if (options.Write)
            {
                Write(report, measurements);
            }

            return measurements.All(one => one.Outcome.IsClean) ? 0 : 1;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return 130;
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException or TimeoutException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopping.Cancel();
        }
    }

    private static async Task<IReadOnlyList<LoadMeasurement>> MeasureAsync(LoadOptions options, CancellationToken cancellationToken)
    {
        Task<LoadMeasurement> TakeAsync(string commit, string folder) =>
            LoadMeasurement.TakeAsync(commit, folder, options, Console.WriteLine, cancellationToken);

        if (options.Baseline is not { } revision)
        {
            return [await TakeAsync(Current, RepositoryFolder.Root)];
        }

        var parent = Directory.CreateTempSubdirectory("badges-baseline-");
        var worktree = Path.Combine(parent.FullName, "baseline");
        try
        {
            await GitAsync("worktree", "add", "--quiet", "--detach", worktree, revision);
            return [await TakeAsync(Current, RepositoryFolder.Root), await TakeAsync(revision, worktree)];
        }
        finally
        {
            parent.Delete(recursive: true);
            await GitAsync("worktree", "prune");
        }
    }

    private static async Task GitAsync(params IEnumerable<string> arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = RepositoryFolder.Root, RedirectStandardError = true })!;
        var errors = await git.StandardError.ReadToEndAsync();
        await git.WaitForExitAsync();
        if (git.ExitCode != 0)
        {
            throw new InvalidOperationException(errors);
        }
    }

    private static void Write(string report, IReadOnlyList<LoadMeasurement> measurements)
    {
        var docs = Path.Combine(RepositoryFolder.Root, "docs");
        LoadChart.Save(Path.Combine(docs, "images", "load.svg"), measurements);
        var path = Path.Combine(docs, "performance.md");
        File.WriteAllText(path, LoadReport.Replace(File.ReadAllText(path), Begin, End, report));
    }
}
