using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using BadgeFunctions.Sandbox.Processes;
using Xunit.Abstractions;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Web;

/// <summary>
/// What Lighthouse says of the pages that members and their friends see most. That can only be measured on a machine that does nothing else:
/// <c>eng/lighthouse.sh</c> does, with LIGHTHOUSE set.
/// </summary>
[Collection(SiteGallery.Collection)]
public sealed class LighthouseTests(SiteGallery gallery, ITestOutputHelper output)
{
    private static readonly string[] Categories = ["performance", "accessibility", "best-practices", "seo"];

    [MeasuredTheory]
    [InlineData("Sign in", true)]
    [InlineData("Claim with a notice", false)]
    [InlineData("My badges", false)]
    [InlineData("Public badge: Shared", true)]
    public async Task A_page_has_a_hundred_in_each_category(string name, bool mayBeIndexed)
    {
        using var folder = new TemporaryFolder();
        var report = Path.Combine(folder.Path, "report.json");
        var page = gallery.Pages.Single(one => one.Name == name);
        // Most pages are for one reader alone: that search engines must not show them is not held against them.
        string[] skipped = mayBeIndexed ? [] : ["--skip-audits=is-crawlable"];

        await RunAsync(
        [
            page.Address, "--output=json", $"--output-path={report}", $"--only-categories={string.Join(',', Categories)}", "--quiet",
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update",
            $"--extra-headers={JsonSerializer.Serialize(new Dictionary<string, string> { ["Cookie"] = await gallery.CookieAsync(page) })}",
            .. skipped,
        ]);

        var result = JsonDocument.Parse(await File.ReadAllTextAsync(report)).RootElement;
        var scores = Categories.ToDictionary(
            category => category, category => Math.Round(result.GetProperty("categories").GetProperty(category).GetProperty("score").GetDouble() * 100));
        var line = $"{name}: {string.Join(", ", scores.Select(score => string.Create(CultureInfo.InvariantCulture, $"{score.Key} {score.Value}")))}";
        output.WriteLine(line);
        var failed = result.GetProperty("audits").EnumerateObject()
            .Where(audit => audit.Value.GetProperty("score") is { ValueKind: JsonValueKind.Number } score && score.GetDouble() < .9)
            .Select(audit => audit.Name);
        Assert.True(scores.Values.All(score => score >= 100), $"{line}; {string.Join(", ", failed)}");
    }

    private static async Task RunAsync(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(RepositoryFolder.Root, "node_modules", "lighthouse", "cli", "index.js"), .. arguments])
        {
            RedirectStandardError = true,
            Environment = { ["CHROME_PATH"] = Chromium.Find() },
        };
        using var lighthouse = Process.Start(start)!;
        var told = await lighthouse.StandardError.ReadToEndAsync();
        await lighthouse.WaitForExitAsync();
        Assert.True(lighthouse.ExitCode == 0, told);
    }

    private sealed class MeasuredTheoryAttribute : TheoryAttribute
    {
        public MeasuredTheoryAttribute() => Skip = Environment.GetEnvironmentVariable("LIGHTHOUSE") is { Length: > 0 } ? null : "LIGHTHOUSE is not set.";
    }
}
