using BadgeFunctions.Functions.Workflow;
using Xunit.Abstractions;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Telemetry;

/// <summary>Counts what one badge costs from the spans of a real journey; <c>docs/scale-and-cost.md</c> has the figures.</summary>
[Collection(TracedAlone.Name)]
public sealed class CostOfABadgeTests(ITestOutputHelper output)
{
    private static readonly string[] UntilMailed = ["CertificationWebhook", nameof(IssueBadge), nameof(EmailMember)];

    [Fact]
    public async Task A_badge_takes_at_most_26_calls_of_table_storage_and_21_executions()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var app = await BadgeApplication.StartAsync(receiver.Settings);
        await TracedJourney.RunAsync(app);
        var spans = await TracedJourney.ExportAsync(app, receiver);

        var runs = spans.Where(span => span.IsRun).ToList();
        var calls = runs.Where(run => !IsWorkflow(run)).GroupBy(run => run.Attributes["faas.name"]).ToDictionary(
            function => function.Key, function => spans.Where(span => function.Any(run => run.Id == span.Parent)).ToList());
        output.WriteLine("| function | runs | table reads | table writes | calls to Credly | calls to SendGrid |\n| --- | --- | --- | --- | --- | --- |");
        output.WriteLine(string.Join('\n', calls.OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => Row(one.Key, runs.Count(run => run.Attributes["faas.name"] == one.Key), one.Value))));
        output.WriteLine($"{calls.Values.Sum(TableCallsOf)} calls of Table storage, {runs.Count} executions, {runs.Count(IsWorkflow)} of them turns of orchestrators");
        output.WriteLine($"{spans.Count} spans; {receiver.Bytes / 1024.0:F0} KiB of telemetry");

        Assert.InRange(TableCallsOf(calls["CertificationWebhook"]), 1, 1);
        Assert.InRange(UntilMailed.Sum(function => TableCallsOf(calls[function])), 3, 10);
        Assert.InRange(calls.Values.Sum(TableCallsOf), 10, 26);
        Assert.InRange(runs.Count, 10, 21);
    }

    private static bool IsWorkflow(OtlpSpan run) => run.Attributes["faas.name"].EndsWith("Workflow", StringComparison.Ordinal);

    private static int TableCallsOf(IReadOnlyList<OtlpSpan> calls) => calls.Count(IsTable);

    private static bool IsTable(OtlpSpan call) => call.Attributes.ContainsKey("url.full") && !IsTo(call, "/v1/") && !IsTo(call, "/v3/");

    private static bool IsTo(OtlpSpan call, string part) => call.Attributes["url.full"].Contains(part, StringComparison.Ordinal);

    private static string Row(string function, int runs, IReadOnlyList<OtlpSpan> calls)
    {
        int Count(Func<OtlpSpan, bool> rule) => calls.Count(call => call.Attributes.ContainsKey("url.full") && rule(call));
        bool IsRead(OtlpSpan call) => call.Attributes["http.request.method"] == "GET";
        return $"| {function} | {runs} | {Count(call => IsTable(call) && IsRead(call))} | {Count(call => IsTable(call) && !IsRead(call))} "
            + $"| {Count(call => IsTo(call, "/v1/"))} | {Count(call => IsTo(call, "/v3/"))} |";
    }
}
