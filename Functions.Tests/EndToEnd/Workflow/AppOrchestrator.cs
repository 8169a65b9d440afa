using System.Reflection;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Workflow;

/// <summary>An orchestrator function of the app, for Microsoft's engine.</summary>
internal sealed class AppOrchestrator(MethodInfo function, object? target = null) : ITaskOrchestrator
{
    /// <summary>All of the app's, by their names.</summary>
    public static IReadOnlyDictionary<string, AppOrchestrator> All { get; } = typeof(BadgeApp).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .Where(method => method.GetParameters().Any(parameter => parameter.IsDefined(typeof(OrchestrationTriggerAttribute))))
        .ToDictionary(method => method.GetCustomAttribute<FunctionAttribute>()!.Name, method => new AppOrchestrator(method));

    public Type InputType => function.GetParameters()[1].ParameterType;

    public Type OutputType => function.ReturnType.IsGenericType ? function.ReturnType.GenericTypeArguments[0] : typeof(object);

    public async Task<object?> RunAsync(TaskOrchestrationContext context, object? input)
    {
        dynamic run = function.Invoke(target, [context, input])!;
        if (function.ReturnType.IsGenericType)
        {
            return await run;
        }

        await run;
        return null;
    }
}
