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
        WriteSample();

        var first = LocalSettings.ReadOrCreate(_folder.Path);
        var second = LocalSettings.ReadOrCreate(_folder.Path);

        Assert.Equal(32, Convert.FromBase64String(first["Signing__Keys__0"]).Length);
        Assert.Equal(first["Signing__Keys__0"], second["Signing__Keys__0"]);
        Assert.NotEqual(first["Signing__Keys__0"], first["FunctionKeys__CredlyWebhook__credly"]);
        Assert.DoesNotContain("<generated", File.ReadAllText(Path.Combine(_folder.Path, "local.settings.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_caller_has_a_key_of_its_own_and_the_same_one_for_all_its_functions()
    {
        WriteSample();

        var settings = LocalSettings.ReadOrCreate(_folder.Path);

        var keys = settings.All.Where(one => one.Key.StartsWith("FunctionKeys__", StringComparison.Ordinal))
            .GroupBy(one => one.Key.Split("__")[2], one => one.Value).ToList();
        Assert.Equal(["certification", "credly", "office"], keys.Select(caller => caller.Key).Order(StringComparer.Ordinal));
        Assert.All(keys, caller => Assert.Equal(32, Convert.FromBase64String(Assert.Single(caller.Distinct())).Length));
        Assert.Equal(keys.Count, keys.Select(caller => caller.First()).Distinct().Count());
    }

    [Fact]
    public void A_file_of_an_earlier_version_gets_the_generated_values_that_it_lacks_and_keeps_all_others()
    {
        WriteSample();
        _folder.Write("local.settings.json", """
            {
              "IsEncrypted": false,
              "Values": {
                "Web__OrganisationName": "My own name",
                "Signing__Keys__0": "a key+that/members' links are signed with=",
                "FunctionKeys__RetryBadge__office": "a key that the office has"
              }
            }
            """);

        var first = LocalSettings.ReadOrCreate(_folder.Path);
        var second = LocalSettings.ReadOrCreate(_folder.Path);

        Assert.Equal(32, Convert.FromBase64String(first["FunctionKeys__CredlyWebhook__credly"]).Length);
        Assert.Equal("a key that the office has", first["FunctionKeys__RedeliverCallback__office"]);
        Assert.Equal("My own name", first["Web__OrganisationName"]);
        Assert.Equal("a key+that/members' links are signed with=", first["Signing__Keys__0"]);
        Assert.DoesNotContain("Web__PublicUrl", first.All.Keys);
        Assert.Equal(first.All, second.All);
        // As it can be copied out of the file.
        Assert.Contains("key+that/members' links", File.ReadAllText(Path.Combine(_folder.Path, "local.settings.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_that_is_missing_is_named()
    {
        _folder.Write("local.settings.sample.json", """{ "Values": { "SendGrid__ApiKey": "not generated" } }""");
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

    private void WriteSample() =>
        _folder.Write("local.settings.sample.json", File.ReadAllText(Path.Combine(RepositoryFolder.Root, "local.settings.sample.json")));
}
