using BadgeFunctions.EmbeddedHost.Hosting;
using Microsoft.Extensions.Configuration;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;

public sealed class SettingsTests
{
    private const string EnvironmentVariable = "EMBEDDED_HOST_TESTS__FROM_ENVIRONMENT";

    [Theory]
    [InlineData("Claims__Window", "Claims:Window")]
    [InlineData("Claims:Window", "Claims:Window")]
    [InlineData("Plain", "Plain")]
    public void Values_of_the_settings_file_are_configuration(string name, string key)
    {
        using var folder = new TemporaryFolder();
        folder.Write("local.settings.json", $$"""
            {
              // as func allows
              "IsEncrypted": false,
              "Values": { "{{name}}": "30.00:00:00", "Number": 5, "Flag": true },
            }
            """);

        var configuration = Read(folder);

        Assert.Equal("30.00:00:00", configuration[key]);
        Assert.Equal("5", configuration["Number"]);
        Assert.Equal("True", configuration["Flag"]);
    }

    [Fact]
    public void The_environment_wins_over_the_file_and_the_command_line_over_both()
    {
        using var folder = new TemporaryFolder();
        folder.Write("local.settings.json", $$"""
            { "Values": { "{{EnvironmentVariable}}": "file", "Both": "file", "Only": "file" } }
            """);
        Environment.SetEnvironmentVariable(EnvironmentVariable, "environment");
        try
        {
            var configuration = Read(folder, "--Both", "command line");

            Assert.Equal("environment", configuration["EMBEDDED_HOST_TESTS:FROM_ENVIRONMENT"]);
            Assert.Equal("command line", configuration["Both"]);
            Assert.Equal("file", configuration["Only"]);
        }
        finally
        {
            Environment.SetEnvironmentVariable(EnvironmentVariable, null);
        }
    }

    [Theory]
    [InlineData("""{ "IsEncrypted": true, "Values": {} }""", "encrypted")]
    [InlineData("""{ "Values": """, "local.settings.json is not valid JSON")]
    [InlineData("[]", "local.settings.json")]
    public void A_settings_file_that_cannot_be_read_says_why(string content, string reason)
    {
        using var folder = new TemporaryFolder();
        folder.Write("local.settings.json", content);

        var exception = Assert.Throws<HostException>(() => Read(folder));

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "api")]
    [InlineData("""{ "extensions": { "http": {} } }""", "api")]
    [InlineData("""{ "extensions": { "http": { "routePrefix": "" } } }""", "")]
    [InlineData("""{ "extensions": { "http": { "routePrefix": "v1/app" } } }""", "v1/app")]
    public void The_route_prefix_is_api_unless_the_host_file_sets_another(string content, string prefix)
    {
        using var folder = new TemporaryFolder();
        folder.Write("host.json", content);

        Assert.Equal(prefix, HostJson.Read(folder.Path).RoutePrefix);
    }

    [Theory]
    [InlineData("{}", null, 10)]
    [InlineData("""{ "extensions": { "durableTask": { "defaultVersion": null, "maxConcurrentActivityFunctions": 0 } } }""", null, 10)]
    public void Azures_defaults_hold_for_orchestrations(string content, string? version, int perCore)
    {
        using var folder = new TemporaryFolder();
        folder.Write("host.json", content);

        var hostJson = HostJson.Read(folder.Path);

        Assert.Equal(version, hostJson.DefaultVersion);
        Assert.Equal(perCore * Environment.ProcessorCount, hostJson.MaxConcurrentActivities);
        Assert.Equal(perCore * Environment.ProcessorCount, hostJson.MaxConcurrentOrchestrations);
    }

    [Fact]
    public void The_host_file_sets_version_and_concurrency_of_orchestrations()
    {
        using var folder = new TemporaryFolder();
        folder.Write("host.json", """
            { "extensions": { "durableTask": {
              "defaultVersion": "2.0", "maxConcurrentActivityFunctions": 7, "maxConcurrentOrchestratorFunctions": 5 } } }
            """);

        Assert.Equal(new HostJson("api", Timeout.InfiniteTimeSpan, "2.0", 7, 5), HostJson.Read(folder.Path));
    }

    [Theory]
    [InlineData("00:05:00", 300)]
    [InlineData("-1", null)]
    public void The_host_file_sets_how_long_a_function_may_run(string timeout, int? seconds)
    {
        using var folder = new TemporaryFolder();
        folder.Write("host.json", $$"""{ "functionTimeout": "{{timeout}}" }""");

        Assert.Equal(seconds is null ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds.Value), HostJson.Read(folder.Path).FunctionTimeout);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("00:00:00")]
    public void A_function_timeout_that_is_none_stops_the_start(string timeout)
    {
        using var folder = new TemporaryFolder();
        folder.Write("host.json", $$"""{ "functionTimeout": "{{timeout}}" }""");

        var exception = Assert.Throws<HostException>(() => HostJson.Read(folder.Path));

        Assert.Contains($"functionTimeout is '{timeout}'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_have_the_documented_defaults()
    {
        var options = EmbeddedHostOptions.From(new ConfigurationBuilder().Build());

        Assert.Equal("http://localhost:7071", options.Urls);
        Assert.Equal(".data", options.DataDirectory);
        Assert.Equal(TimeSpan.FromSeconds(10), options.StopTimeout);
    }

    [Theory]
    [InlineData("EmbeddedHost:Urls", "Urls")]
    [InlineData("EmbeddedHost:DataDirectory", "DataDirectory")]
    public void Empty_options_stop_the_start(string key, string name)
    {
        using var folder = new TemporaryFolder();

        var exception = Assert.Throws<HostException>(() => EmbeddedHostOptions.From(Read(folder, $"--{key}", "")));

        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
    }

    private static IConfigurationRoot Read(TemporaryFolder folder, params string[] args) =>
        HostSettings.Read(new FunctionAppHostOptions { Args = ["--contentRoot", folder.Path, .. args] });
}
