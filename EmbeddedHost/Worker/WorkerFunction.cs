using System.Diagnostics;
using BadgeFunctions.EmbeddedHost.Hosting;
using BadgeFunctions.EmbeddedHost.Worker.Rpc;

namespace BadgeFunctions.EmbeddedHost.Worker;

/// <summary>A function of the app, as the worker describes it.</summary>
internal sealed class WorkerFunction(RpcFunctionMetadata metadata)
{
    private static readonly string[] Triggers =
        [FunctionBinding.HttpTrigger, FunctionBinding.TimerTrigger, FunctionBinding.OrchestrationTrigger, FunctionBinding.ActivityTrigger];

    private static readonly string[] Supported = [.. Triggers, FunctionBinding.DurableClient, FunctionBinding.HttpOutput];

    private readonly FunctionBinding[] _bindings = [.. metadata.RawBindings.Select(FunctionBinding.Parse)];

    public RpcFunctionMetadata Metadata => metadata;

    public string Name => metadata.Name;

    public string EntryPoint => metadata.EntryPoint;

    /// <summary>What the worker said when it could not load the function.</summary>
    public string? LoadError { get; set; }

    public FunctionBinding? Trigger => _bindings.FirstOrDefault(binding => Triggers.Any(binding.Is));

    /// <summary>The function's trigger, if it is of this type.</summary>
    public FunctionBinding? TriggeredBy(string type) => Trigger is { } trigger && trigger.Is(type) ? trigger : null;

    /// <summary>A call of the function, with all inputs but the trigger's metadata.</summary>
    /// <param name="trigger">The trigger's value.</param>
    /// <param name="durableClient">The value of a durable client.</param>
    /// <param name="invocationId">The call's id.</param>
    public InvocationRequest Call(TypedData trigger, string durableClient, string invocationId)
    {
        var request = new InvocationRequest
        {
            InvocationId = invocationId,
            FunctionId = metadata.FunctionId,

            // The worker fails without one.
            TraceContext = new RpcTraceContext
            {
                TraceParent = Activity.Current?.Id ?? "",
                TraceState = Activity.Current?.TraceStateString ?? "",
            },
        };

        request.InputData.Add(new ParameterBinding { Name = Trigger!.Name, Data = trigger });
        foreach (var client in _bindings.Where(binding => binding.Is(FunctionBinding.DurableClient)))
        {
            request.InputData.Add(new ParameterBinding { Name = client.Name, Data = new TypedData { String = durableClient } });
        }

        return request;
    }

    /// <summary>Reports which of the functions this host cannot run, and why.</summary>
    public static void Check(IReadOnlyList<WorkerFunction> functions, StartErrors errors)
    {
        foreach (var function in functions)
        {
            foreach (var binding in function._bindings.Where(binding => !Supported.Any(binding.Is)))
            {
                errors.Add(function, $"the binding type '{binding.Type}' is not supported by this host; it supports {string.Join(", ", Supported)}.");
            }

            if (function.LoadError is { } loadError)
            {
                errors.Add(function, $"the worker could not load it: {loadError}");
            }
            else if (function.Trigger is null && function._bindings.All(binding => Supported.Any(binding.Is)))
            {
                errors.Add(function, "it has no trigger.");
            }
        }

        foreach (var group in functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase))
        {
            foreach (var duplicate in group.Skip(1))
            {
                errors.Add(duplicate, $"its name is also the name of {group.First().EntryPoint}.");
            }
        }
    }
}
