namespace BadgeFunctions.EmbeddedHost.Functions;

/// <summary>Takes the value of one parameter out of an invocation.</summary>
internal delegate object? ArgumentSource(FunctionInvocation invocation);
