using System.Diagnostics;

namespace BadgeFunctions.Benchmarks.Load;

/// <summary>All that is measured of one commit.</summary>
internal sealed record LoadMeasurement(string Commit, LoadOutcome Outcome, StorageLimits Limits, IReadOnlyList<StorageCalls> Calls)
{
    /// <summary>The app's resident memory in bytes: before the load, at most, and after it.</summary>
    public required (long Start, long Peak, long End) Memory { get; init; }

    /// <summary>Processor time of the load, by process.</summary>
    public required (TimeSpan App, TimeSpan Azurite) Processor { get; init; }

    /// <summary>Badges per second that the storage would take if it did nothing but the calls of each.</summary>
    public double StorageAllows => 1 / Calls.Sum(function =>
        function.Reads / Limits.Reads + function.Writes / Limits.Upserts + function.Transactions / Limits.Transactions);

    /// <summary>Badges per second that came to the end of the load.</summary>
    public double BadgesPerSecond => Outcome.IsClaimed ? Outcome.AcceptedPerSecond : Outcome.MailedPerSecond;

    /// <summary>Starts a checkout, measures it, and ends it.</summary>
    public static async Task<LoadMeasurement> TakeAsync(
        string commit, string repository, LoadOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        say($"{commit}: building and starting");
        var measured = await LoadAsync(commit, repository, options, say, cancellationToken);
        say("counting storage calls");
        return measured with { Calls = await StorageCalls.CountAsync(repository, options.Claim, cancellationToken) };
    }

    private static async Task<LoadMeasurement> LoadAsync(
        string commit, string repository, LoadOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        await using var world = await LoadWorld.StartAsync(repository, new Dictionary<string, string>(), cancellationToken);
        say("measuring Azurite alone");
        var limits = await StorageLimits.MeasureAsync(world.Storage, cancellationToken);
        say("warming up");
        await new AwardLoad(world, options with { Awards = 2 * options.Concurrency, Rate = null }).RunAsync(say: null, cancellationToken);

        say($"load: {options}");
        var before = Read(world.App, world.Azurite);
        var outcome = await new AwardLoad(world, options).RunAsync(say, cancellationToken);
        if (!outcome.IsClean)
        {
            say($"Something went wrong: the data is kept in {world.KeepData()}");
        }

        if (world.App.HasExited)
        {
            throw new InvalidOperationException("The app ended under the load.");
        }

        var after = Read(world.App, world.Azurite);
        return new LoadMeasurement(commit, outcome, limits, Calls: [])
        {
            Memory = (before.Memory, world.App.PeakWorkingSet64, after.Memory),
            Processor = (after.App - before.App, after.Azurite - before.Azurite),
        };
    }

    private static (long Memory, TimeSpan App, TimeSpan Azurite) Read(Process app, Process azurite)
    {
        app.Refresh();
        azurite.Refresh();
        return (app.WorkingSet64, app.TotalProcessorTime, azurite.TotalProcessorTime);
    }
}
