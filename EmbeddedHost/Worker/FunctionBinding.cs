using System.Text.Json;

namespace BadgeFunctions.EmbeddedHost.Worker;

/// <summary>A binding of a function, as its metadata describes it.</summary>
internal sealed class FunctionBinding
{
    public const string HttpTrigger = "httpTrigger";
    public const string TimerTrigger = "timerTrigger";
    public const string OrchestrationTrigger = "orchestrationTrigger";
    public const string ActivityTrigger = "activityTrigger";
    public const string DurableClient = "durableClient";
    public const string HttpOutput = "http";

    private readonly Dictionary<string, JsonElement> _properties;

    private FunctionBinding(Dictionary<string, JsonElement> properties) => _properties = properties;

    public string Name => Text("name") ?? "";

    public string Type => Text("type") ?? "";

    public static FunctionBinding Parse(string json) => new(
        new(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!, StringComparer.OrdinalIgnoreCase));

    public bool Is(string type) => Type.Equals(type, StringComparison.OrdinalIgnoreCase);

    /// <summary>A property's text; null if it has none.</summary>
    public string? Text(string property) =>
        _properties.TryGetValue(property, out var value) && value.ValueKind is not JsonValueKind.Null ? value.ToString() : null;

    public bool Flag(string property, bool absent) => bool.TryParse(Text(property), out var flag) ? flag : absent;

    public IReadOnlyList<string> Texts(string property) =>
        _properties.TryGetValue(property, out var value) && value.ValueKind is JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(item => item.ToString())]
            : [];
}
