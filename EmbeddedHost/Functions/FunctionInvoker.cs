using BadgeFunctions.EmbeddedHost.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace BadgeFunctions.EmbeddedHost.Functions;

/// <summary>Runs functions inside the middleware.</summary>
/// <remarks>
/// Nothing here leaves the caller's synchronization context or task scheduler: the durable engine replays
/// orchestrators on a scheduler of its own.
/// </remarks>
internal sealed class FunctionInvoker(FunctionPipelineBuilder pipeline, IServiceScopeFactory scopes)
{
    private readonly FunctionExecutionDelegate _pipeline = pipeline.Build(RunAsync);

    /// <summary>Runs a function in a scope of its own and answers what it returned.</summary>
    public async Task<object?> InvokeAsync(BoundFunction function, object trigger, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await InvokeAsync(new FunctionInvocation(function, trigger, scope.ServiceProvider, cancellationToken));
    }

    /// <summary>Runs an invocation whose scope is the caller's and answers what the function returned.</summary>
    public async Task<object?> InvokeAsync(FunctionInvocation invocation)
    {
        HostTracing.Describe(invocation);
        await _pipeline(invocation);
        return invocation.Result;
    }

    private static async Task RunAsync(FunctionContext context)
    {
        var invocation = (FunctionInvocation)context;
        invocation.Result = await invocation.Function.RunAsync(invocation);
    }
}
