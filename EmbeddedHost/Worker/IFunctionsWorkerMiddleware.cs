namespace BadgeFunctions.EmbeddedHost;

/// <summary>Runs around every invocation of every function.</summary>
/// <remarks>
/// Instances are singletons. An orchestrator is invoked anew on each replay, and its task stays open while the
/// orchestrator waits: code after <c>next</c> runs only in the turn in which it ends.
/// </remarks>
public interface IFunctionsWorkerMiddleware
{
    /// <summary>Handles one invocation; calls <paramref name="next"/> to let it go on.</summary>
    /// <param name="context">The invocation.</param>
    /// <param name="next">What remains of the pipeline.</param>
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
