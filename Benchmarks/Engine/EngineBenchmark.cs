using System.Diagnostics;
using System.Globalization;
using BadgeFunctions.EmbeddedHost.Storage;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Protobuf;

namespace BadgeFunctions.Benchmarks.Engine;

/// <summary>How many orchestrations the durable engine completes per second, each committed with full synchronisation.</summary>
internal static class EngineBenchmark
{
    private const int Required = 1_500;
    private const int Callers = 500;
    private const int WarmUp = 5_000;
    private const int Round = 15_000;
    private const int EmptyCalls = 50_000;
    private const double Mebibyte = 1024 * 1024;

    private static readonly TimeSpan CommitTime = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("durable-benchmark-");
        try
        {
            return await RunAsync(Path.Combine(folder.FullName, "hub.db"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> RunAsync(string path)
    {
        var commits = CountCommits($"{path}.raw");
        var functions = new BadgeLikeFunctions();
        await using var engine = await EngineUnderTest.StartAsync(path, functions.Register);
        var client = engine.Client;

        await new Burst(functions, client, "warm").RunAsync(WarmUp, Callers);
        var before = Environment.CpuUsage.TotalTime;
        var first = await new Burst(functions, client, "first").RunAsync(Round, Callers);
        var heapAfterFirst = Heap();
        var second = await new Burst(functions, client, "second").RunAsync(Round, Callers);
        var heapAfterSecond = Heap();
        var processor = (Environment.CpuUsage.TotalTime - before) / (2 * Round);
        var emptyCall = await MeasureEmptyCallAsync(engine.Channel);
        var readBack = await CountCompletedAsync(client, "first") + await CountCompletedAsync(client, "second");

        var perSecond = 2 * Round / (first.Elapsed + second.Elapsed).TotalSeconds;
        var latencies = first.Latencies.Concat(second.Latencies).Order().ToArray();
        Print(
        [
            ("orchestrations per second", $"{perSecond:N0}"),
            ("processor time of one, engine, worker and client together", $"{processor.TotalMilliseconds:N2} ms"),
            ("processor time of an empty call of the same gRPC service", $"{emptyCall.TotalMilliseconds:N3} ms"),
            ("event to next turn, 50th percentile", $"{latencies[latencies.Length / 2].TotalMilliseconds:N1} ms"),
            ("event to next turn, 99th percentile", $"{latencies[latencies.Length * 99 / 100].TotalMilliseconds:N1} ms"),
            ($"heap after {Round:N0} ended", $"{heapAfterFirst / Mebibyte:N1} MiB"),
            ($"heap after {2 * Round:N0} ended", $"{heapAfterSecond / Mebibyte:N1} MiB"),
            ("read back as completed", $"{readBack:N0} of {2 * Round:N0}"),
            ("commits per second of one row on this disk, one after the other", $"{commits:N0}"),
        ]);
        return perSecond >= Required && readBack == 2 * Round ? 0 : 1;
    }

    // What the disk allows: the engine needs some ten commits for an orchestration, and shares them among many.
    private static double CountCommits(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        StoreSchema.Run(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE raw (id INTEGER PRIMARY KEY, data TEXT)");
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO raw (data) VALUES ('one row')";
        var started = Stopwatch.GetTimestamp();
        var count = 0;
        for (; Stopwatch.GetElapsedTime(started) < CommitTime; count++)
        {
            insert.ExecuteNonQuery();
        }

        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    // An orchestration takes eleven calls: start, event, wait, five turns, three activities.
    private static async Task<TimeSpan> MeasureEmptyCallAsync(GrpcChannel channel)
    {
        var service = new TaskHubSidecarService.TaskHubSidecarServiceClient(channel);

        // The first round warms up.
        TimeSpan before = default;
        for (var round = 0; round < 2; round++)
        {
            before = Environment.CpuUsage.TotalTime;
            await Parallel.ForAsync(0, EmptyCalls, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (_, cancellation) =>
                await service.HelloAsync(new Empty(), cancellationToken: cancellation));
        }

        return (Environment.CpuUsage.TotalTime - before) / EmptyCalls;
    }

    private static async Task<int> CountCompletedAsync(DurableTaskClient client, string prefix)
    {
        var count = 0;
        var query = new OrchestrationQuery(
            Statuses: [OrchestrationRuntimeStatus.Completed], InstanceIdPrefix: $"{prefix}-", PageSize: 1_000, FetchInputsAndOutputs: true);
        await foreach (var instance in client.GetAllInstancesAsync(query))
        {
            count += instance.ReadOutputAs<string>() == "yes" ? 1 : 0;
        }

        return count;
    }

    private static long Heap() => GC.GetTotalMemory(forceFullCollection: true);

    private static void Print(IEnumerable<(string What, string Figure)> rows)
    {
        Console.WriteLine("| durable engine | |");
        Console.WriteLine("| --- | ---: |");
        foreach (var (what, figure) in rows)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {figure} |"));
        }
    }
}
