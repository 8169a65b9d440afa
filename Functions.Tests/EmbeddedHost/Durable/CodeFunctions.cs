using System.Collections.Concurrent;
using System.Text.Json;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Durable;

/// <summary>Orchestrators and activities that a test writes as lambdas.</summary>
internal sealed class CodeFunctions
{
    private readonly Dictionary<string, Action<DurableTaskRegistry>> _functions = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How often each activity began.</summary>
    public ConcurrentDictionary<string, int> Calls { get; } = new(StringComparer.OrdinalIgnoreCase);

    public CodeFunctions Orchestrator<T>(string name, Func<TaskOrchestrationContext, Task<T>> code)
    {
        _functions[name] = registry => registry.AddOrchestrator(name, () => new Lambda(async context => await code(context)));
        return this;
    }

    public CodeFunctions Activity<TIn, TOut>(string name, Func<TIn, TOut> code) => Activity<TIn, TOut>(name, input => Task.FromResult(code(input)));

    public CodeFunctions Activity<TIn, TOut>(string name, Func<TIn, Task<TOut>> code)
    {
        _functions[name] = registry => registry.AddActivityFunc<TIn, TOut>(name, (_, input) =>
        {
            Calls.AddOrUpdate(name, 1, (_, count) => count + 1);
            return code(input);
        });
        return this;
    }

    public void Register(DurableTaskRegistry registry)
    {
        foreach (var register in _functions.Values)
        {
            register(registry);
        }
    }

    // Its input is read by whoever asks for it, in the type that is asked for.
    private sealed class Lambda(Func<TaskOrchestrationContext, Task<object?>> code) : ITaskOrchestrator
    {
        public Type InputType => typeof(JsonElement?);

        public Type OutputType => typeof(object);

        public Task<object?> RunAsync(TaskOrchestrationContext context, object? input) => code(context);
    }
}

/// <summary>The input of an orchestrator that is written as a lambda.</summary>
internal static class LambdaInput
{
    private static readonly JsonSerializerOptions Options = new() { IncludeFields = true };

    public static T? Input<T>(this TaskOrchestrationContext context) =>
        context.GetInput<JsonElement?>() is { } json ? json.Deserialize<T>(Options) : default;
}
