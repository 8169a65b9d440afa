using System.Text.RegularExpressions;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.Docs;

public sealed partial class TestsInDocsTests
{
    [Fact]
    public void Every_test_that_the_docs_name_is_there()
    {
        var named = Texts("docs", "*.md").SelectMany(page => TestName().Matches(page)).Select(match => match.Groups["name"].Value).ToList();
        var tests = string.Concat(Texts("Functions.Tests", "*.cs"));

        Assert.True(named.Count >= 8, $"only {named.Count} names");
        Assert.DoesNotContain(named, name => !tests.Contains($" {name}(", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Texts(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Root, folder), pattern, SearchOption.AllDirectories).Select(File.ReadAllText);

    // A sentence of four words at least.
    [GeneratedRegex("`(?<name>[A-Z][a-z]*(_[A-Za-z]+){3,})`")]
    private static partial Regex TestName();
}
