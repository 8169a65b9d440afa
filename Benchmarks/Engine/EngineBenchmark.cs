using System.Globalization;
using BadgeFunctions.EmbeddedHost;
using BadgeFunctions.EmbeddedHost.Durable;
using Microsoft.Extensions.Logging.Abstractions;

namespace BadgeFunctions.Benchmarks.Engine;

/// <summary>How many orchestrations the durable engine completes per second, each committed with full synchronisation.</summary>
internal static class EngineBenchmark
{
    private const int Required = 2_000;
    private const int Callers = 1_000;
    private const int WarmUp = 5_000;
    private const int Round = 15_000;

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
        var functions = new BadgeLikeFunctions();
        await using var engine = new DurableEngine(
            functions, new DurableEngineOptions { DatabasePath = path }, TimeProvider.System, NullLoggerFactory.Instance);
        await engine.StartAsync(CancellationToken.None);
        await using var client = new EmbeddedDurableTaskClient(engine);

        await new Burst(functions, client, "warm").RunAsync(WarmUp, Callers);
        var first = await new Burst(functions, client, "first").RunAsync(Round, Callers);
        var heapAfterFirst = Heap();
        var second = await new Burst(functions, client, "second").RunAsync(Round, Callers);
        var heapAfterSecond = Heap();
        var readBack = await CountCompletedAsync(client, "first") + await CountCompletedAsync(client, "second");

        var perSecond = 2 * Round / (first.Elapsed + second.Elapsed).TotalSeconds;
        Print(perSecond, [.. first.Latencies.Concat(second.Latencies).Order()], heapAfterFirst, heapAfterSecond, readBack);
        return perSecond >= Required && readBack == 2 * Round ? 0 : 1;
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

    private static void Print(double perSecond, TimeSpan[] latencies, long heapAfterFirst, long heapAfterSecond, int readBack)
    {
        const double Mebibyte = 1024 * 1024;
        (string What, string Figure)[] rows =
        [
            ("orchestrations per second", $"{perSecond:N0}"),
            ("event to next step, 50th percentile", $"{latencies[latencies.Length / 2].TotalMilliseconds:N1} ms"),
            ("event to next step, 99th percentile", $"{latencies[latencies.Length * 99 / 100].TotalMilliseconds:N1} ms"),
            ($"heap after {Round:N0} ended", $"{heapAfterFirst / Mebibyte:N1} MiB"),
            ($"heap after {2 * Round:N0} ended", $"{heapAfterSecond / Mebibyte:N1} MiB"),
            ("read back as completed", $"{readBack:N0} of {2 * Round:N0}"),
        ];
        Console.WriteLine("| durable engine | |");
        Console.WriteLine("| --- | ---: |");
        foreach (var (what, figure) in rows)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {figure} |"));
        }
    }
}
