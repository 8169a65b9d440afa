using System.Collections.Concurrent;
using System.Text.Json;
using BadgeFunctions.EmbeddedHost.Durable;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Durable;

/// <summary>Orchestrators and activities that a test writes as lambdas.</summary>
internal sealed class CodeFunctions : IDurableFunctions
{
    private readonly ConcurrentDictionary<string, Func<TaskOrchestrationContext, Task<object?>>> _orchestrators =
        new(StringComparer.OrdinalIgnoreCase);

    private readonly ConcurrentDictionary<string, Func<string, string?, CancellationToken, Task<object?>>> _activities =
        new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How often each activity began.</summary>
    public ConcurrentDictionary<string, int> Calls { get; } = new(StringComparer.OrdinalIgnoreCase);

    public CodeFunctions Orchestrator<T>(string name, Func<TaskOrchestrationContext, Task<T>> code)
    {
        _orchestrators[name] = async context => await code(context);
        return this;
    }

    public CodeFunctions Activity<TIn, TOut>(string name, Func<TIn, TOut> code) =>
        Activity<TIn, TOut>(name, (input, _) => Task.FromResult(code(input)));

    public CodeFunctions Activity<TIn, TOut>(string name, Func<TIn, CancellationToken, Task<TOut>> code)
    {
        _activities[name] = async (_, input, cancellationToken) =>
            await code(input is null ? default! : JsonSerializer.Deserialize<TIn>(input)!, cancellationToken);
        return this;
    }

    public bool HasOrchestrator(string name) => _orchestrators.ContainsKey(name);

    public bool HasActivity(string name) => _activities.ContainsKey(name);

    public Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context) => _orchestrators[name](context);

    public Task<object?> RunActivityAsync(string name, string instanceId, string? input, CancellationToken cancellationToken)
    {
        Calls.AddOrUpdate(name, 1, (_, count) => count + 1);
        return _activities[name](instanceId, input, cancellationToken);
    }
}
