using BadgeFunctions.EmbeddedHost.Durable;
using BadgeFunctions.EmbeddedHost.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

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

        var configuration = CreateBuilder(folder).Configuration;

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
            var configuration = CreateBuilder(folder, "--Both", "command line").Configuration;

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
    [InlineData("""{ "Values": { "Section": { "Nested": 1 } } }""", "'Section'")]
    [InlineData("""{ "IsEncrypted": true, "Values": {} }""", "encrypted")]
    [InlineData("""{ "Values": """, "local.settings.json is not valid JSON")]
    [InlineData("[]", "local.settings.json")]
    public void A_settings_file_that_cannot_be_read_says_why(string content, string reason)
    {
        using var folder = new TemporaryFolder();
        folder.Write("local.settings.json", content);

        var exception = Assert.Throws<InvalidOperationException>(() => CreateBuilder(folder));

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AZURE_FUNCTIONS_ENVIRONMENT", "Development", "Development")]
    [InlineData("Other", "Development", "Production")]
    public void The_environments_name_comes_from_the_settings(string setting, string value, string environment)
    {
        using var folder = new TemporaryFolder();
        folder.Write("local.settings.json", $$"""{ "Values": { "{{setting}}": "{{value}}" } }""");

        Assert.Equal(environment, CreateBuilder(folder).Environment.EnvironmentName);
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

        Assert.Equal(prefix, HostJson.From(SettingsFile.Read("host.json", folder.Path)).RoutePrefix);
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{ "extensions": { "durableTask": { "defaultVersion": null } } }""", null)]
    [InlineData("""{ "extensions": { "durableTask": { "defaultVersion": "2.0" } } }""", "2.0")]
    public void The_engine_has_the_default_version_of_the_host_file(string content, string? version)
    {
        using var folder = new TemporaryFolder();
        folder.Write("host.json", content);
        folder.Write("local.settings.json", "{}");
        var builder = CreateBuilder(folder, "--EmbeddedHost:DataDirectory", Path.Combine(folder.Path, "data"));
        builder.ConfigureFunctionsWebApplication();

        using var host = builder.Build();

        Assert.Equal(version, host.Services.GetRequiredService<DurableEngine>().DefaultVersion);
    }

    [Fact]
    public void Options_have_the_documented_defaults()
    {
        using var folder = new TemporaryFolder();
        folder.Write("local.settings.json", "{}");

        using var services = CreateBuilder(folder).Services.BuildServiceProvider();
        var options = services.GetRequiredService<IOptions<EmbeddedHostOptions>>().Value;

        Assert.Equal("http://localhost:7071", options.Urls);
        Assert.Equal(".data", options.DataDirectory);
        Assert.Empty(options.FunctionAssemblies);
    }

    [Fact]
    public async Task Empty_options_stop_the_start()
    {
        using var folder = new TemporaryFolder();
        folder.Write("local.settings.json", """{ "Values": { "EmbeddedHost:Urls": "" } }""");
        var builder = CreateBuilder(folder);

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(async () =>
        {
            using var host = builder.Build();
            await host.StartAsync();
        });

        Assert.Contains("Urls", exception.Message, StringComparison.Ordinal);
    }

    private static FunctionsApplicationBuilder CreateBuilder(TemporaryFolder folder, params string[] args) =>
        FunctionsApplication.CreateBuilder(["--contentRoot", folder.Path, .. args]);
}
