namespace BadgeFunctions.EmbeddedHost.Functions;

/// <summary>Collects middleware; the one that is added first runs outermost.</summary>
internal sealed class FunctionPipelineBuilder
{
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> _middleware = [];

    public void Add(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware) => _middleware.Add(middleware);

    /// <summary>Wraps the middleware around what runs innermost.</summary>
    public FunctionExecutionDelegate Build(FunctionExecutionDelegate innermost) =>
        Enumerable.Reverse(_middleware).Aggregate(innermost, (next, middleware) => middleware(next));
}
