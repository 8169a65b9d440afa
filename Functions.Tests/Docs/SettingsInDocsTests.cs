using System.Text.Json;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.Docs;

/// <summary>What can be set is explained, and what has to be set has a safe value for a laptop.</summary>
public sealed class SettingsInDocsTests
{
    private static readonly IReadOnlyList<(string Section, System.Reflection.PropertyInfo Property)> Settings =
    [
        .. from type in typeof(BadgeApp).Assembly.GetTypes()
           let section = type.GetField("Section")?.GetValue(null) as string
           where section is not null
           from property in type.GetProperties()
           where property.CanWrite
           select (section, property),
    ];

    [Fact]
    public void Every_setting_is_explained()
    {
        var document = Read("docs", "configuration.md");

        Assert.NotEmpty(Settings);
        Assert.DoesNotContain(
            Settings.Select(setting => $"`{setting.Section}__{setting.Property.Name}"),
            name => !document.Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_setting_is_in_the_sample()
    {
        var sample = JsonDocument.Parse(Read("local.settings.sample.json")).RootElement.GetProperty("Values");
        var names = sample.EnumerateObject().Select(value => value.Name).ToList();

        // A laptop's tables have a connection string, its keys are no vault's and none is retired, the Sandbox makes its key anew at each start, and is called with a token.
        var expected = Settings.Select(setting => $"{setting.Section}__{setting.Property.Name}")
            .Except(["Tables__ServiceUri", "SendGrid__WebhookPublicKeys", "Credly__ClientId", "Credly__ClientSecret",
                "OpenBadges__JwtVaultKey", "OpenBadges__RetiredKeys"]);

        Assert.DoesNotContain(
            expected, name => !names.Any(known => known == name || known.StartsWith($"{name}__", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_setting_of_host_json_is_explained()
    {
        var document = Read("docs", "hosting.md");
        var settings = Leaves(JsonDocument.Parse(Read("host.json")).RootElement, "").Except(["version", "default"]).ToList();

        Assert.NotEmpty(settings);
        Assert.DoesNotContain(settings, name => !document.Contains($"`{name}`", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Leaves(JsonElement element, string name) => element.ValueKind is JsonValueKind.Object
        ? element.EnumerateObject().SelectMany(child => Leaves(child.Value, child.Name))
        : [name];

    private static string Read(params string[] path) => File.ReadAllText(Path.Combine([RepositoryFolder.Root, .. path]));
}
