using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Workflow;

public sealed class VersioningDocTests
{
    [Fact]
    public void The_example_in_the_docs_is_the_one_that_is_tested()
    {
        var source = Words("Functions.Tests", "EndToEnd", "Workflow", "ChangedWorkflows.cs")
            .Replace($"({nameof(ChangedWorkflows.NextVersion)})", "(\"2.0\")", StringComparison.Ordinal);
        var docs = Words("docs", "versioning.md");
        var example = docs.Split("```csharp")[1].Split("```")[0].Trim();

        Assert.Contains("CompareVersionTo", example, StringComparison.Ordinal);
        Assert.Contains(example, source, StringComparison.Ordinal);
    }

    private static string Words(params string[] path) => string.Join(
        ' ',
        File.ReadAllText(Path.Combine([RepositoryFolder.Root, .. path])).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
