using BadgeFunctions.Functions.Tests.EndToEnd.Telemetry;

namespace BadgeFunctions.Benchmarks.Load;

/// <summary>What a function calls for one badge, on average.</summary>
internal sealed record StorageCalls(string Function, double Runs, double Reads, double Writes, double Transactions)
{
    private const int Badges = 20;
    private const int Callers = 4;

    // More than the exporter's delay and the platform's webhooks take.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);

    // The app's timer that starts callbacks runs every minute.
    private static readonly TimeSpan Timers = TimeSpan.FromSeconds(62);

    /// <summary>Counts the spans of a small load of its own, since the exporter would disturb a measured one.</summary>
    public static async Task<IReadOnlyList<StorageCalls>> CountAsync(string repository, bool isClaimed, CancellationToken cancellationToken)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        HashSet<string> earlier;
        await using (var world = await LoadWorld.StartAsync(repository, receiver.Settings.ToDictionary(one => one.Name, one => one.Value!), cancellationToken))
        {
            earlier = [.. (await WhenQuietAsync(receiver, cancellationToken)).Select(span => span.Id)];
            var load = new AwardLoad(world, new LoadOptions { Awards = Badges, Callers = Callers, Claim = isClaimed });
            await load.RunAsync(say: null, cancellationToken);
            await Task.Delay(Timers, cancellationToken);
            await WhenQuietAsync(receiver, cancellationToken);
        }

        // The app has ended, and sent what it had.
        var spans = receiver.Spans.Where(span => !earlier.Contains(span.Id)).ToList();
        var calls = spans.ToLookup(span => span.Parent);
        return
        [
            .. spans.Where(span => span.IsRun)
                .GroupBy(span => span.Attributes["faas.name"])
                .Select(runs => Of(runs.Key, runs.Count(), [.. runs.SelectMany(run => calls[run.Id]).Where(IsToStorage)]))
                .Where(function => function.Reads + function.Writes + function.Transactions > 0)
                .OrderBy(function => function.Function, StringComparer.Ordinal),
        ];
    }

    private static async Task<IReadOnlyList<OtlpSpan>> WhenQuietAsync(OtlpReceiver receiver, CancellationToken cancellationToken)
    {
        while (true)
        {
            var before = receiver.Spans.Count;
            await Task.Delay(Quiet, cancellationToken);
            if (receiver.Spans is var spans && spans.Count == before)
            {
                return spans;
            }
        }
    }

    private static StorageCalls Of(string function, int runs, IReadOnlyList<OtlpSpan> calls)
    {
        var transactions = calls.Count(call => call.Attributes["url.full"].Contains("/$batch", StringComparison.Ordinal));
        var reads = calls.Count(call => call.Attributes["http.request.method"] == "GET");
        return new StorageCalls(
            function,
            runs / (double)Badges,
            reads / (double)Badges,
            (calls.Count - reads - transactions) / (double)Badges,
            transactions / (double)Badges);
    }

    // Azurite's one account.
    private static bool IsToStorage(OtlpSpan call) =>
        call.Attributes.TryGetValue("url.full", out var url) && url.Contains("/devstoreaccount1/", StringComparison.Ordinal);
}
