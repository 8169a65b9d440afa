using System.Text.Json.Nodes;
using BadgeFunctions.EmbeddedHost.Worker.Rpc;

namespace BadgeFunctions.EmbeddedHost.Worker;

/// <summary>A function of the app, as the worker describes it.</summary>
internal sealed class WorkerFunction(RpcFunctionMetadata metadata)
{
    public const string HttpTrigger = "httpTrigger";
    public const string TimerTrigger = "timerTrigger";
    public const string OrchestrationTrigger = "orchestrationTrigger";
    public const string ActivityTrigger = "activityTrigger";

    private const string DurableClient = "durableClient";

    private static readonly string[] Triggers = [HttpTrigger, TimerTrigger, OrchestrationTrigger, ActivityTrigger];
    private static readonly string[] Supported = [.. Triggers, DurableClient, "http"];

    private readonly FunctionBinding[] _bindings = [.. metadata.RawBindings.Select(json => new FunctionBinding(json))];

    public RpcFunctionMetadata Metadata => metadata;

    public string Name => metadata.Name;

    /// <summary>What the worker said when it could not load the function.</summary>
    public string? LoadError { get; set; }

    public FunctionBinding? Trigger => _bindings.FirstOrDefault(binding => Triggers.Any(binding.Is));

    /// <summary>The parameters that take a durable client.</summary>
    public IEnumerable<string> DurableClients => _bindings.Where(binding => binding.Is(DurableClient)).Select(binding => binding.Name);

    /// <summary>The function's trigger, if it is of this type.</summary>
    public FunctionBinding? TriggeredBy(string type) => Trigger is { } trigger && trigger.Is(type) ? trigger : null;

    /// <summary>What keeps the function from running, told with its name.</summary>
    public string Error(string reason) => $"Function '{Name}' ({metadata.EntryPoint}): {reason}";

    /// <summary>Which of the functions this host cannot run, and why.</summary>
    public static IEnumerable<string> Errors(IReadOnlyList<WorkerFunction> functions) =>
        functions.SelectMany(function => function.Errors()).Concat(functions
            .GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
            .SelectMany(group => group.Skip(1).Select(
                duplicate => duplicate.Error($"its name is also the name of {group.First().Metadata.EntryPoint}."))));

    private IEnumerable<string> Errors()
    {
        var unknown = _bindings.Where(binding => !Supported.Any(binding.Is)).ToList();
        foreach (var binding in unknown)
        {
            yield return Error(
                $"the binding type '{binding.Type}' is not supported by this host; it supports {string.Join(", ", Supported)}.");
        }

        if (LoadError is not null)
        {
            yield return Error($"the worker could not load it: {LoadError}");
        }
        else if (Trigger is null && unknown.Count == 0)
        {
            yield return Error("it has no trigger.");
        }
    }
}

/// <summary>A binding of a function: the JSON of its metadata.</summary>
internal sealed class FunctionBinding
{
    private readonly JsonNode _json;

    public FunctionBinding(string json)
    {
        _json = JsonNode.Parse(json, new JsonNodeOptions { PropertyNameCaseInsensitive = true })!;
        (Name, Type) = (this["name"] ?? "", this["type"] ?? "");
    }

    public string Name { get; }

    public string Type { get; }

    /// <summary>A property's text; null if it has none.</summary>
    public string? this[string property] => _json[property]?.ToString();

    public bool Is(string type) => Type.Equals(type, StringComparison.OrdinalIgnoreCase);

    public bool Flag(string property, bool absent) => bool.TryParse(this[property], out var flag) ? flag : absent;

    public IReadOnlyList<string> List(string property) => _json[property] is JsonArray list ? [.. list.Select(item => $"{item}")] : [];
}
