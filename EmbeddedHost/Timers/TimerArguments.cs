using System.Reflection;
using BadgeFunctions.EmbeddedHost.Functions;

namespace BadgeFunctions.EmbeddedHost.Timers;

/// <summary>The parameters of a timer function: its schedule's info and the durable client.</summary>
internal static class TimerArguments
{
    public static ArgumentSource? For(FunctionDescriptor function, ParameterInfo parameter)
    {
        if (function.IsTriggerParameter(parameter))
        {
            return parameter.ParameterType == typeof(TimerInfo) ? static invocation => invocation.Trigger : null;
        }

        return CommonArguments.ForDurableClient(parameter);
    }
}
