using System.Reflection;
using BadgeFunctions.EmbeddedHost.Durable;

namespace BadgeFunctions.EmbeddedHost.Functions;

/// <summary>The parameters of an activity: its input, and the id of the instance that calls it.</summary>
internal static class ActivityArguments
{
    private const string InstanceId = "instanceId";

    private static readonly MethodInfo ReadInput =
        typeof(ActivityArguments).GetMethod(nameof(Input), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static ArgumentSource? For(FunctionDescriptor function, ParameterInfo parameter) => parameter switch
    {
        _ when function.IsTriggerParameter(parameter) =>
            ReadInput.MakeGenericMethod(parameter.ParameterType).CreateDelegate<ArgumentSource>(),
        { Name: InstanceId } when parameter.ParameterType == typeof(string) => static invocation => Call(invocation).InstanceId,
        _ => CommonArguments.ForDurableClient(parameter),
    };

    private static object? Input<T>(FunctionInvocation invocation) => Payload.Read<T>(Call(invocation).Input);

    private static ActivityCall Call(FunctionInvocation invocation) => (ActivityCall)invocation.Trigger;
}
