using System.Globalization;

namespace BadgeFunctions.Benchmarks.Load;

/// <summary>The result as Markdown.</summary>
internal static class LoadReport
{
    private const double Mebibyte = 1024 * 1024;

    private static readonly int[] Percents = [50, 95, 99, 100];

    /// <summary>The figures, a column for each commit, and then the storage calls of each.</summary>
    public static string Of(LoadOptions options, IReadOnlyList<LoadMeasurement> measurements)
    {
        var columns = measurements.Select(Figures).ToList();
        var figures = columns[0].Select((row, i) => (string[])[row.What, .. columns.Select(column => column[i].Figure)]);
        return string.Join("\n\n",
        [
            $"`load {options}`, on {Environment.ProcessorCount} cores:",
            Table([["", .. measurements.Select(one => one.Commit)], .. figures]),
            .. measurements.Select(one => $"Storage calls for one badge, {one.Commit}:\n\n{CallsOf(one)}"),
        ]);
    }

    /// <summary>Puts a text between two lines of a document.</summary>
    /// <exception cref="InvalidOperationException">The document does not have them.</exception>
    public static string Replace(string document, string first, string last, string text) =>
        document.Split(first) is [var before, var rest] && rest.Split(last) is [_, var after]
            ? $"{before}{first}\n{text}\n{last}{after}"
            : throw new InvalidOperationException($"The document has not once {first} and then {last}.");

    private static IReadOnlyList<(string What, string Figure)> Figures(LoadMeasurement measurement)
    {
        var (outcome, limits, calls, memory) = (measurement.Outcome, measurement.Limits, measurement.Calls, measurement.Memory);
        return
        [
            ("webhooks accepted per second", Number(outcome.AnsweredPerSecond)),
            LatencyRow("webhook", outcome.Webhooks),
            ("badges e-mailed per second", Number(outcome.MailedPerSecond)),
            LatencyRow("webhook to e-mail", outcome.Mails),
            .. outcome.IsClaimed
                ? [("badges Accepted per second", Number(outcome.AcceptedPerSecond)), LatencyRow("webhook to Accepted", outcome.Acceptances)]
                : Array.Empty<(string, string)>(),
            ("failed requests", outcome.Errors.Count == 0 ? "0" : string.Join("; ", outcome.Errors.Select(error => $"{error.Value} × {error.Key}"))),
            ("badges lost, issued twice, e-mailed twice", $"{outcome.Lost}, {outcome.IssuedTwice}, {outcome.MailedTwice}"),
            ("resident memory of the app: start, peak, end", $"{Mebibytes(memory.Start)}, {Mebibytes(memory.Peak)}, {Mebibytes(memory.End)} MiB"),
            ("processor time of a badge: app, Azurite", $"{OfABadge(measurement.Processor.App)}, {OfABadge(measurement.Processor.Azurite)} ms"),
            (
                "storage calls of a badge: reads, single writes, transactions",
                $"{Number(calls.Sum(one => one.Reads))}, {Number(calls.Sum(one => one.Writes))}, {Number(calls.Sum(one => one.Transactions))}"),
            (
                "Azurite alone, per second: reads, upserts, transactions of three rows",
                $"{Whole(limits.Reads)}, {Whole(limits.Upserts)}, {Whole(limits.Transactions)}"),
            ("badges per second that these calls allow", Number(measurement.StorageAllows)),
            ("share of that reached", $"{Whole(100 * measurement.BadgesPerSecond / measurement.StorageAllows)} %"),
        ];

        string OfABadge(TimeSpan time) => Number(time.TotalMilliseconds / outcome.Awards.Count);
    }

    private static (string What, string Figure) LatencyRow(string what, Latencies latencies) => (
        $"{what}: p50, p95, p99, max",
        string.Join(", ", Percents.Select(percent => Whole(latencies.Percentile(percent).TotalMilliseconds))) + " ms");

    private static string CallsOf(LoadMeasurement measurement) => Table(
    [
        ["function", "runs", "reads", "writes", "transactions"],
        .. measurement.Calls.Select(one => (string[])[one.Function, Number(one.Runs), Number(one.Reads), Number(one.Writes), Number(one.Transactions)]),
    ]);

    private static string Table(IReadOnlyList<string[]> rows) => string.Join('\n',
    [
        Line(rows[0]),
        Line(["---", .. rows[0].Skip(1).Select(_ => "---:")]),
        .. rows.Skip(1).Select(Line),
    ]);

    private static string Line(string[] cells) => $"| {string.Join(" | ", cells)} |";

    private static string Mebibytes(long bytes) => Whole(bytes / Mebibyte);

    private static string Number(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    private static string Whole(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
