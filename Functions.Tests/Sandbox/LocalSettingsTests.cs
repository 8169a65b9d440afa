using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using BadgeFunctions.Sandbox.Processes;
using BadgeFunctions.Sandbox.Settings;

namespace BadgeFunctions.Functions.Tests.Sandbox;

public sealed class LocalSettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_run_makes_the_file_with_fresh_secrets_and_the_next_keeps_it()
    {
        _folder.Write("local.settings.sample.json", File.ReadAllText(Path.Combine(RepositoryFolder.Root, "local.settings.sample.json")));

        var first = LocalSettings.ReadOrCreate(_folder.Path);
        var second = LocalSettings.ReadOrCreate(_folder.Path);

        Assert.Equal(32, Convert.FromBase64String(first["Signing__Keys__0"]).Length);
        Assert.Equal(first["Signing__Keys__0"], second["Signing__Keys__0"]);
        Assert.NotEqual(first["Signing__Keys__0"], first["FunctionKeys__default"]);
        Assert.DoesNotContain("<generated", File.ReadAllText(Path.Combine(_folder.Path, "local.settings.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_that_is_missing_is_named()
    {
        _folder.Write("local.settings.json", """{ "Values": {} }""");

        var error = Assert.Throws<InvalidOperationException>(() => LocalSettings.ReadOrCreate(_folder.Path)["SendGrid__ApiKey"]);

        Assert.Contains("SendGrid__ApiKey", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_json_is_named()
    {
        _folder.Write("local.settings.json", "hello");

        var error = Assert.Throws<InvalidOperationException>(() => LocalSettings.ReadOrCreate(_folder.Path));

        Assert.Contains("local.settings.json", error.Message, StringComparison.Ordinal);
    }
}
