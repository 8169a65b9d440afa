namespace BadgeFunctions.EmbeddedHost;

/// <summary>Runs an invocation, or what remains of its pipeline.</summary>
/// <param name="context">The invocation.</param>
public delegate Task FunctionExecutionDelegate(FunctionContext context);
