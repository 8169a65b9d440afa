using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Callbacks;
using BadgeFunctions.Functions.Tests.EndToEnd.Callbacks;
using BadgeFunctions.Sandbox.Processes;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Telemetry;

/// <summary>Counts what one callback costs, and keeps <c>docs/callbacks.md</c> honest.</summary>
[Collection(TracedAlone.Name)]
public sealed class CostOfACallbackTests
{
    private const string Start = "| function | runs | table reads | table writes |";

    [Fact]
    public async Task The_table_in_the_docs_is_what_one_callback_does()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var app = await BadgeApplication.StartAsync(
            sandbox => [.. receiver.Settings, .. CallbackSettings.Of(sandbox, ("crm", [CallbackTypes.Issued]))]);
        // Nobody else writes the badge meanwhile.
        app.Sandbox.SendGridEvents.Hold = true;
        var (badge, _) = await app.AwardAndMailAsync();
        await app.WorkflowAsync(badge, BadgeState.Pending);

        var spans = await ExportAsync(app, receiver);

        var functions = spans.Where(span => span.IsRunOf(nameof(NotifyIssuer)) || span.IsRunOf(nameof(DeliverCallback))).ToList();
        var measured = functions
            .GroupBy(span => span.Attributes["faas.name"])
            .OrderBy(runs => runs.Key, StringComparer.Ordinal)
            .Select(runs => Row(runs.Key, runs.Count(), [.. spans.Where(span => runs.Any(run => run.Id == span.Parent))]));
        var document = await File.ReadAllLinesAsync(Path.Combine(RepositoryFolder.Root, "docs", "callbacks.md"));
        Assert.Equal(measured, document.SkipWhile(line => line != Start).Skip(2).TakeWhile(line => line.StartsWith('|')));
        Assert.DoesNotContain(spans, span => span.Attributes.Values.Any(value => value.Contains("from=badges", StringComparison.Ordinal)));
    }

    private static async Task<IReadOnlyList<OtlpSpan>> ExportAsync(BadgeApplication app, OtlpReceiver receiver)
    {
        await BadgeApplication.UntilAsync(
            () =>
            {
                Assert.True(app.Services.GetRequiredService<TracerProvider>().ForceFlush());
                return Task.FromResult(receiver.Spans.Any(span => span.Name.StartsWith("orchestration:CallbackWorkflow", StringComparison.Ordinal)));
            },
            () => string.Join('\n', receiver.Spans));
        return receiver.Spans;
    }

    private static string Row(string function, int runs, IReadOnlyList<OtlpSpan> calls)
    {
        int Count(bool isRead) => calls.Count(call =>
            call.Attributes.TryGetValue("url.full", out var url)
            && !url.Contains("/callbacks/", StringComparison.Ordinal)
            && call.Attributes["http.request.method"] == "GET" == isRead);
        return $"| {function} | {runs} | {Count(isRead: true)} | {Count(isRead: false)} |";
    }
}
