using System.Globalization;
using System.Text.RegularExpressions;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace BadgeFunctions.Benchmarks.Load;

/// <summary>The latencies by percentile as a picture.</summary>
internal static partial class LoadChart
{
    private const int Width = 900;
    private const int Height = 450;

    private static readonly double[] Percents = [.. Enumerable.Range(1, 100)];

    public static void Save(string path, IEnumerable<LoadMeasurement> measurements)
    {
        var plot = new Plot();
        foreach (var measurement in measurements)
        {
            Add(plot, $"webhook, {measurement.Commit}", measurement.Outcome.Webhooks);
            Add(plot, $"webhook to e-mail, {measurement.Commit}", measurement.Outcome.Mails);
            Add(plot, $"webhook to Accepted, {measurement.Commit}", measurement.Outcome.Acceptances);
        }

        plot.XLabel("percentile");
        plot.YLabel("milliseconds");
        plot.Axes.Left.TickGenerator = new NumericAutomatic
        {
            IntegerTicksOnly = true,
            MinorTickGenerator = new LogMinorTickGenerator(),
            LabelFormatter = power => Math.Pow(10, power).ToString("N0", CultureInfo.InvariantCulture),
        };
        plot.Axes.SetLimitsX(0, 100);
        plot.Legend.Orientation = Orientation.Horizontal;
        plot.ShowLegend(Edge.Bottom);
        // It names a font of this machine.
        File.WriteAllText(path, Font().Replace(plot.GetSvgXml(Width, Height), "font-family=\"sans-serif\""));
    }

    [GeneratedRegex("font-family=\"[^\"]*\"")]
    private static partial Regex Font();

    private static void Add(Plot plot, string name, Latencies latencies)
    {
        if (!latencies.IsEmpty)
        {
            plot.Add.ScatterLine(Percents, [.. Percents.Select(percent => Math.Log10(latencies.Percentile(percent).TotalMilliseconds))]).LegendText = name;
        }
    }
}
