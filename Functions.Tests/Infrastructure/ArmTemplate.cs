using System.Text.Json;

namespace BadgeFunctions.Functions.Tests.Infrastructure;

/// <summary>A compiled template and the templates inside it: one for each module that is deployed.</summary>
internal sealed class ArmTemplate
{
    private readonly JsonElement _template;

    private ArmTemplate(string name, JsonElement template) => (Name, _template) = (name, template);

    public string Name { get; }

    /// <summary>The whole of it as text, the templates inside included.</summary>
    public string Text => _template.GetRawText();

    public IEnumerable<ArmTemplate> Nested => ResourcesOf(_template)
        .Where(resource => TypeOf(resource) == "Microsoft.Resources/deployments")
        .Select(resource => new ArmTemplate(
            resource.GetProperty("name").GetString()!, resource.GetProperty("properties").GetProperty("template")));

    /// <summary>This template and all inside it, however deep.</summary>
    public IEnumerable<ArmTemplate> All => Nested.SelectMany(nested => nested.All).Prepend(this);

    /// <summary>Its own resources of a type.</summary>
    public IEnumerable<JsonElement> Resources(string type) => ResourcesOf(_template).Where(resource => TypeOf(resource) == type);

    public JsonElement Variable(string name) => _template.GetProperty("variables").GetProperty(name);

    public IEnumerable<JsonProperty> Section(string name) =>
        _template.TryGetProperty(name, out var section) ? section.EnumerateObject() : [];

    public static async Task<ArmTemplate> CompileAsync(string file)
    {
        var (output, complaints) = await BicepCli.RunAsync("build", file, "--stdout");
        Assert.Equal("", complaints);
        return new ArmTemplate(Path.GetFileNameWithoutExtension(file), JsonDocument.Parse(output).RootElement);
    }

    private static string TypeOf(JsonElement resource) => resource.GetProperty("type").GetString()!;

    // With symbolic names resources are an object; "existing" ones deploy nothing.
    private static IEnumerable<JsonElement> ResourcesOf(JsonElement template)
    {
        var resources = template.GetProperty("resources");
        var all = resources.ValueKind is JsonValueKind.Object
            ? resources.EnumerateObject().Select(resource => resource.Value)
            : resources.EnumerateArray();
        return all.Where(resource => !(resource.TryGetProperty("existing", out var existing) && existing.GetBoolean()));
    }
}
