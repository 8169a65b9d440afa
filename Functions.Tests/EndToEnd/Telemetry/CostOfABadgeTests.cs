using BadgeFunctions.Sandbox.Processes;
using Xunit.Abstractions;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Telemetry;

/// <summary>Counts what one badge costs from the spans of a real journey, and keeps <c>docs/scale-and-cost.md</c> honest.</summary>
[Collection(TracedAlone.Name)]
public sealed class CostOfABadgeTests(ITestOutputHelper output)
{
    private const string Start = "| function | runs | table reads | table writes | calls to Credly | calls to SendGrid |";

    [Fact]
    public async Task The_table_in_the_docs_is_what_one_journey_does()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var app = await BadgeApplication.StartAsync(receiver.Settings);
        await TracedJourney.RunAsync(app);
        var spans = await TracedJourney.ExportAsync(app, receiver);

        var functions = spans.Where(span => span.IsRun).ToLookup(span => span.Attributes["faas.name"].EndsWith("Workflow", StringComparison.Ordinal));
        var measured = functions[false]
            .GroupBy(span => span.Attributes["faas.name"])
            .OrderBy(runs => runs.Key, StringComparer.Ordinal)
            .Select(runs => Row(runs.Key, runs.Count(), [.. spans.Where(span => runs.Any(run => run.Id == span.Parent))]))
            .ToList();
        output.WriteLine(string.Join('\n', [Start, .. measured]));
        output.WriteLine($"{spans.Count} spans; {receiver.Bytes / 1024.0:F0} KiB of telemetry");

        var turns = functions[true].CountBy(span => span.Attributes["faas.name"]).ToDictionary();

        var document = await File.ReadAllLinesAsync(Path.Combine(RepositoryFolder.Root, "docs", "scale-and-cost.md"));
        Assert.Equal(measured, document.SkipWhile(line => line != Start).Skip(2).TakeWhile(line => line.StartsWith('|')));
        Assert.Contains($" = {turns["BadgeWorkflow"]} turns, `CredlyEventWorkflow` 1 + 1 = 2 ", string.Join(' ', document), StringComparison.Ordinal);
        Assert.Equal(2 + 4, turns["CredlyEventWorkflow"]);
    }

    private static string Row(string function, int runs, IReadOnlyList<OtlpSpan> calls)
    {
        int Count(Func<OtlpSpan, bool> rule) => calls.Count(call => call.Attributes.ContainsKey("url.full") && rule(call));
        bool IsRead(OtlpSpan call) => call.Attributes["http.request.method"] == "GET";
        bool IsTo(OtlpSpan call, string part) => call.Attributes["url.full"].Contains(part, StringComparison.Ordinal);
        bool IsTable(OtlpSpan call) => !IsTo(call, "/v1/") && !IsTo(call, "/v3/");
        return $"| {function} | {runs} | {Count(call => IsTable(call) && IsRead(call))} | {Count(call => IsTable(call) && !IsRead(call))} "
            + $"| {Count(call => IsTo(call, "/v1/"))} | {Count(call => IsTo(call, "/v3/"))} |";
    }
}
