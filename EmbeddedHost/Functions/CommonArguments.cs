using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.EmbeddedHost.Functions;

/// <summary>The parameters that a function may have whatever its trigger is.</summary>
internal static class CommonArguments
{
    public static ArgumentSource? For(ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(FunctionContext))
        {
            return static invocation => invocation;
        }

        return parameter.ParameterType == typeof(CancellationToken)
            ? static invocation => invocation.CancellationToken
            : null;
    }

    /// <summary>The durable client; not for orchestrators, which must touch nothing but their context.</summary>
    public static ArgumentSource? ForDurableClient(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(DurableTaskClient) && parameter.IsDefined(typeof(DurableClientAttribute))
            ? static invocation => invocation.InstanceServices.GetRequiredService<DurableTaskClient>()
            : null;
}
