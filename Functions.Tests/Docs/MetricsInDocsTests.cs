using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Tests.Telemetry;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.Docs;

public sealed class MetricsInDocsTests
{
    [Fact]
    public void Every_metric_is_explained()
    {
        var document = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "docs", "telemetry.md"));
        var names = Instruments.Of(meters => _ = new BadgeMetrics(meters, TimeProvider.System));

        Assert.NotEmpty(names);
        Assert.DoesNotContain(names, name => !document.Contains($"`{name}`", StringComparison.Ordinal));
    }
}
