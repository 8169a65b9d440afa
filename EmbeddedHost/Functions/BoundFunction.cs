using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.EmbeddedHost.Functions;

/// <summary>A function that is ready to run: its method is compiled and every parameter has a source.</summary>
internal sealed class BoundFunction(FunctionDescriptor definition, IReadOnlyList<ArgumentSource> sources)
{
    private readonly FunctionMethod.Call _call = FunctionMethod.Compile(definition.Method);

    private readonly ObjectFactory? _factory =
        definition.Method.IsStatic ? null : ActivatorUtilities.CreateFactory(definition.Method.DeclaringType!, []);

    public FunctionDescriptor Definition => definition;

    /// <summary>Creates the function's class and runs its method.</summary>
    public async Task<object?> RunAsync(FunctionInvocation invocation)
    {
        var arguments = new object?[sources.Count];
        for (var index = 0; index < arguments.Length; index++)
        {
            arguments[index] = sources[index](invocation);
        }

        var target = _factory?.Invoke(invocation.InstanceServices, null);
        try
        {
            return await _call(target, arguments);
        }
        finally
        {
            await DisposeAsync(target);
        }
    }

    private static ValueTask DisposeAsync(object? target)
    {
        if (target is IAsyncDisposable asynchronous)
        {
            return asynchronous.DisposeAsync();
        }

        (target as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }
}
