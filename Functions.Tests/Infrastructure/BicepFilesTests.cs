using System.Text.RegularExpressions;

namespace BadgeFunctions.Functions.Tests.Infrastructure;

public sealed partial class BicepFilesTests
{
    public static TheoryData<string> Files(string pattern) => [.. Directory
        .EnumerateFiles(BicepCli.Folder, pattern, SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(BicepCli.Folder, file))
        .Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Everything_compiles_and_lints_without_a_warning()
    {
        var (output, complaints) = await BicepCli.RunAsync("lint", "--pattern", "**/*.bicep");

        Assert.Equal("", complaints);
        Assert.Equal("", output);
    }

    [Theory]
    [MemberData(nameof(Files), "*.bicep")]
    public async Task A_module_is_formatted_as_Bicep_formats_it(string file)
    {
        var (formatted, complaints) = await BicepCli.RunAsync("format", file, "--stdout");

        Assert.Equal("", complaints);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(BicepCli.Folder, file)), formatted);
    }

    [Theory]
    [MemberData(nameof(Files), "*.bicepparam")]
    public async Task An_environment_s_parameters_are_right_and_lint_without_a_warning(string file)
    {
        // It lints the parameters and the templates too.
        var (parameters, complaints) = await BicepCli.RunAsync("build-params", file, "--stdout");

        Assert.Equal("", complaints);
        Assert.Contains("parametersJson", parameters, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_parameters_for_azd_and_for_dev_test_and_prod() => Assert.Equal(
        ["main.bicepparam", "main.dev.bicepparam", "main.prod.bicepparam", "main.test.bicepparam"],
        Directory.EnumerateFiles(BicepCli.Folder, "*.bicepparam").Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("dev")]
    [InlineData("test")]
    [InlineData("prod")]
    public async Task The_deploy_workflow_passes_what_an_environment_asks_for(string environment)
    {
        var parameters = await File.ReadAllTextAsync(Path.Combine(BicepCli.Folder, $"main.{environment}.bicepparam"));
        var workflow = await File.ReadAllTextAsync(Path.Combine(BicepCli.Folder, "../../.github/workflows/deploy.yml"));

        // The principal is whoever runs azd by hand; a deployment from GitHub names none.
        var wanted = Variable().Matches(parameters).Select(match => match.Groups[1].Value).Where(name => !name.StartsWith("AZURE_PRINCIPAL", StringComparison.Ordinal));

        // Twice: for what-if and for the deployment.
        Assert.All(wanted.Distinct(), name => Assert.Equal(2, Regex.Count(workflow, $@"^ +{name}: \$\{{\{{ vars\.{name} \}}\}}$", RegexOptions.Multiline)));
    }

    [GeneratedRegex(@"readEnvironmentVariable\('(\w+)'")]
    private static partial Regex Variable();
}
