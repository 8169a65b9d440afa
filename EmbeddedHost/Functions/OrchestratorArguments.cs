using System.Reflection;

namespace BadgeFunctions.EmbeddedHost.Functions;

/// <summary>The parameters of an orchestrator: its context, and at most one more, which is its input.</summary>
internal static class OrchestratorArguments
{
    private static readonly MethodInfo ReadInput =
        typeof(OrchestratorArguments).GetMethod(nameof(Input), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static ArgumentSource? For(FunctionDescriptor function, ParameterInfo parameter)
    {
        if (function.IsTriggerParameter(parameter))
        {
            return parameter.ParameterType == typeof(TaskOrchestrationContext) ? static invocation => invocation.Trigger : null;
        }

        return IsInput(function, parameter)
            ? ReadInput.MakeGenericMethod(parameter.ParameterType).CreateDelegate<ArgumentSource>()
            : null;
    }

    private static bool IsInput(FunctionDescriptor function, ParameterInfo parameter) =>
        !parameter.IsDefined(typeof(BindingAttribute))
        && function.Method.GetParameters().First(other =>
            !function.IsTriggerParameter(other) && CommonArguments.For(other) is null).Position == parameter.Position;

    private static object? Input<T>(FunctionInvocation invocation) => ((TaskOrchestrationContext)invocation.Trigger).GetInput<T>();
}
