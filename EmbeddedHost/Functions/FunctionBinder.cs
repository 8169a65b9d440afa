using System.Reflection;
using BadgeFunctions.EmbeddedHost.Http;
using BadgeFunctions.EmbeddedHost.Timers;

namespace BadgeFunctions.EmbeddedHost.Functions;

/// <summary>Finds a source for every parameter of a function.</summary>
internal static class FunctionBinder
{
    /// <summary>Binds a function; null, with the reasons added to the errors, if it cannot be bound.</summary>
    public static BoundFunction? Bind(FunctionDescriptor function, StartErrors errors)
    {
        if (!FunctionMethod.CanReturn(function.Method.ReturnType))
        {
            errors.Add(function, $"it cannot return {function.Method.ReturnType}; return a value, Task or Task<T>.");
            return null;
        }

        var sources = function.Method.GetParameters().Select(parameter => Source(function, parameter, errors)).ToList();
        return sources.Contains(null) ? null : new BoundFunction(function, [.. sources.OfType<ArgumentSource>()]);
    }

    private static ArgumentSource? Source(FunctionDescriptor function, ParameterInfo parameter, StartErrors errors)
    {
        var source = CommonArguments.For(parameter) ?? TriggerSource(function, parameter);
        if (source is null)
        {
            errors.Add(function, $"parameter '{parameter.Name}' of type {parameter.ParameterType} cannot be bound.");
        }

        return source;
    }

    private static ArgumentSource? TriggerSource(FunctionDescriptor function, ParameterInfo parameter) => function.Trigger switch
    {
        HttpTriggerAttribute trigger => HttpArguments.For(function, trigger, parameter),
        TimerTriggerAttribute => TimerArguments.For(function, parameter),
        ActivityTriggerAttribute => ActivityArguments.For(function, parameter),
        OrchestrationTriggerAttribute => OrchestratorArguments.For(function, parameter),
        _ => null,
    };
}
