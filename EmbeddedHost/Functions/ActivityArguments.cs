using System.Reflection;
using System.Text.Json;

namespace BadgeFunctions.EmbeddedHost.Functions;

/// <summary>The parameters of an activity: its input, and the id of the instance that calls it.</summary>
internal static class ActivityArguments
{
    private const string InstanceId = "instanceId";

    public static ArgumentSource? For(FunctionDescriptor function, ParameterInfo parameter) => parameter switch
    {
        _ when parameter == function.TriggerParameter => Input(parameter.ParameterType),
        { Name: InstanceId } when parameter.ParameterType == typeof(string) => static invocation => Call(invocation).InstanceId,
        _ => CommonArguments.ForDurableClient(parameter),
    };

    private static ArgumentSource Input(Type type)
    {
        var absent = type.IsValueType ? Activator.CreateInstance(type) : null;
        return invocation => Call(invocation).Input is { } json
            ? JsonSerializer.Deserialize(json, type, JsonSerializerOptions.Default)
            : absent;
    }

    private static ActivityCall Call(FunctionInvocation invocation) => (ActivityCall)invocation.Trigger;
}
