using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Worker;

/// <summary>Tells the worker of a class's functions, as generated code does in an app.</summary>
internal sealed class ReflectedFunctions(Type type) : IFunctionMetadataProvider
{
    public Task<ImmutableArray<IFunctionMetadata>> GetFunctionMetadataAsync(string directory) => Task.FromResult(
        type.GetMethods(BindingFlags.Public | BindingFlags.Static).Select(Describe).ToImmutableArray<IFunctionMetadata>());

    private DefaultFunctionMetadata Describe(MethodInfo method) => new()
    {
        Name = method.Name,
        Language = "dotnet-isolated",
        EntryPoint = $"{type.FullName}.{method.Name}",
        ScriptFile = Path.GetFileName(type.Assembly.Location),
        RawBindings = [.. method.GetParameters().Select(Describe)],
    };

    private static string Describe(ParameterInfo parameter)
    {
        var trigger = parameter.GetCustomAttribute<TriggerBindingAttribute>()!;
        return JsonSerializer.Serialize(new
        {
            name = parameter.Name,
            direction = "In",
            type = JsonNamingPolicy.CamelCase.ConvertName(trigger.GetType().Name.Replace("Attribute", "", StringComparison.Ordinal)),
            schedule = (trigger as TimerTriggerAttribute)?.Schedule,
            authLevel = (trigger as HttpTriggerAttribute)?.AuthLevel.ToString(),
        });
    }
}
