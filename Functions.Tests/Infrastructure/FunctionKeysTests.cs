using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.Infrastructure;

/// <summary>The keys that a deployment makes, as the Bicep CLI foretells them.</summary>
public sealed partial class FunctionKeysTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private List<JsonElement> _keys = [];

    public async Task InitializeAsync()
    {
        // The snapshot is written beside the parameters.
        var template = Path.GetRelativePath(_folder.Path, Path.Combine(BicepCli.Folder, "function-keys.bicep")).Replace('\\', '/');
        var parameters = _folder.Write("keys.bicepparam", $"using '{template}'\nparam appName = 'app'\n");
        var (_, complaints) = await BicepCli.RunAsync("snapshot", parameters);
        Assert.Equal("", complaints);
        var snapshot = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.Path, "keys.snapshot.json"))).RootElement;
        _keys = [.. snapshot.GetProperty("predictedResources").EnumerateArray()];
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_function_that_needs_a_key_has_that_of_exactly_one_caller_and_no_other_function_has_one()
    {
        var keyed = from type in typeof(BadgeApp).Assembly.GetTypes()
                    from method in type.GetMethods()
                    let level = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).SingleOrDefault(trigger => trigger is not null)?.AuthLevel
                    where level is not (null or AuthorizationLevel.Anonymous)
                    select method.GetCustomAttribute<FunctionAttribute>()!.Name;

        Assert.All(_keys, key => Assert.Equal("Microsoft.Web/sites/functions/keys", key.GetProperty("type").GetString()));
        Assert.Equal(keyed.Order(StringComparer.Ordinal), Keys().Select(key => key.Function).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_keys_are_those_that_a_laptop_has()
    {
        var sample = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryFolder.Root, "local.settings.sample.json"))).RootElement;

        var names = sample.GetProperty("Values").EnumerateObject().Select(value => value.Name.Split("__")).Where(name => name[0] == "FunctionKeys");
        Assert.Equal(names.Select(name => (name[1], name[2])).Order(), Keys().Order());
    }

    [Fact]
    public void The_docs_say_who_has_which_key()
    {
        var document = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "docs", "deploy.md"));

        var rows = from row in Row().Matches(document)
                   from function in row.Groups["functions"].Value.Split(", ")
                   select (function.Trim('`'), row.Groups["caller"].Value);
        Assert.Equal(Keys().Order(), rows.Order());
    }

    [Fact]
    public void A_key_that_is_there_stays_and_a_new_one_is_the_same_for_all_functions_of_its_caller() => Assert.All(
        _keys.GroupBy(key => key.GetProperty("name").GetString()!.Split('/')[2]),
        caller =>
        {
            var value = Assert.Single(caller.Select(key => key.GetProperty("properties").GetProperty("value").GetString()).Distinct());
            var first = Assert.Single(caller.Select(key => key.GetProperty("name").GetString()!.Split('/')[1]), function => value!.Contains($"'{function}'", StringComparison.Ordinal));
            Assert.Equal(
                $"[coalesce(tryGet(listKeys(resourceId(subscription().subscriptionId, resourceGroup().name, 'Microsoft.Web/sites/functions', 'app', '{first}'), '2024-11-01'), '{caller.Key}'), parameters('newKey'))]",
                value);
            Assert.All(caller, key => Assert.Equal(caller.Key, key.GetProperty("properties").GetProperty("name").GetString()));
        });

    [Fact]
    public async Task A_new_key_is_made_by_the_deployment_and_is_in_no_history_of_it()
    {
        var module = Assert.Single((await ArmTemplate.CompileAsync("function-keys.bicep")).Nested);

        var key = Assert.Single(module.Section("parameters"), parameter => parameter.Name == "newKey").Value;
        Assert.Equal("securestring", key.GetProperty("type").GetString());
        Assert.Equal("[replace(format('{0}{1}', newGuid(), newGuid()), '-', '')]", key.GetProperty("defaultValue").GetString());
        Assert.DoesNotContain(module.Name, "newKey", StringComparison.Ordinal);
        Assert.Empty(module.Section("outputs"));
    }

    [GeneratedRegex(@"\| `(?<caller>\w+)` \| (?<functions>`\w+`(, `\w+`)*) \|")]
    private static partial Regex Row();

    private IEnumerable<(string Function, string Caller)> Keys() =>
        _keys.Select(key => key.GetProperty("name").GetString()!.Split('/')).Select(name => (name[1], name[2]));
}
