namespace BadgeFunctions.Functions.Tests.Infrastructure;

public sealed class BicepFilesTests
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
        var (parameters, complaints) = await BicepCli.RunAsync("build-params", file, "--stdout");
        var (_, lint) = await BicepCli.RunAsync("lint", file);

        Assert.Equal("", complaints);
        Assert.Equal("", lint);
        Assert.Contains("parametersJson", parameters, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_parameters_for_azd_and_for_dev_test_and_prod() => Assert.Equal(
        ["main.bicepparam", "main.dev.bicepparam", "main.prod.bicepparam", "main.test.bicepparam"],
        Directory.EnumerateFiles(BicepCli.Folder, "*.bicepparam").Select(Path.GetFileName).Order(StringComparer.Ordinal));
}
