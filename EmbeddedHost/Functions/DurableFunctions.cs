using BadgeFunctions.EmbeddedHost.Durable;

namespace BadgeFunctions.EmbeddedHost.Functions;

/// <summary>The app's orchestrators and activities, run as functions: in a scope and inside the middleware.</summary>
internal sealed class DurableFunctions(FunctionCatalog catalog, FunctionInvoker invoker) : IDurableFunctions
{
    private readonly Dictionary<string, BoundFunction> _orchestrators = ByName<OrchestrationTriggerAttribute>(catalog);

    private readonly Dictionary<string, BoundFunction> _activities = ByName<ActivityTriggerAttribute>(catalog);

    public bool HasOrchestrator(string name) => _orchestrators.ContainsKey(name);

    public bool HasActivity(string name) => _activities.ContainsKey(name);

    public Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context) =>
        invoker.InvokeAsync(_orchestrators[name], context, CancellationToken.None);

    public Task<object?> RunActivityAsync(string name, string instanceId, string? input, CancellationToken cancellationToken) =>
        invoker.InvokeAsync(_activities[name], new ActivityCall(instanceId, input), cancellationToken);

    private static Dictionary<string, BoundFunction> ByName<TTrigger>(FunctionCatalog catalog)
        where TTrigger : TriggerBindingAttribute =>
        catalog.TriggeredBy<TTrigger>().ToDictionary(
            entry => DurableFunctionNames.Of(entry.Function.Definition)!,
            entry => entry.Function,
            StringComparer.OrdinalIgnoreCase);
}
