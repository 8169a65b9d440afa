using System.Text.RegularExpressions;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests;

/// <summary>The tests of the features build against either host's packages; the Azure build leaves these folders out.</summary>
public sealed partial class BothHostsTests
{
    private static readonly string[] EmbeddedOnly = ["EmbeddedHost", "EndToEnd", "Sandbox"];

    public static TheoryData<string> Folders() =>
        [.. Directory.EnumerateDirectories(Path.Combine(RepositoryFolder.Root, "Functions.Tests"))
            .Select(folder => Path.GetFileName(folder)!)
            .Except([.. EmbeddedOnly, "bin", "obj"])];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Tests_of_a_feature_need_no_embedded_host(string folder)
    {
        var files = Directory.EnumerateFiles(
            Path.Combine(RepositoryFolder.Root, "Functions.Tests", folder), "*.cs", SearchOption.AllDirectories);

        Assert.DoesNotContain(files, file => NamesEmbeddedHost().IsMatch(File.ReadAllText(file)));
    }

    [GeneratedRegex(@"BadgeFunctions\.EmbeddedHost|Tests\.(EmbeddedHost|EndToEnd|Sandbox)|\bBadgeApplication\b")]
    private static partial Regex NamesEmbeddedHost();
}
