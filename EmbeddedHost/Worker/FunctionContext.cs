namespace BadgeFunctions.EmbeddedHost;

/// <summary>One invocation of a function.</summary>
public abstract class FunctionContext
{
    /// <summary>The invocation's id, unique to it.</summary>
    public abstract string InvocationId { get; }

    /// <summary>The function's id, the same in every invocation.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The services of this invocation's scope.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>The function that runs.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>What the function and its middleware share during this invocation.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>Signalled when the invocation is to end early: its caller has gone or the host stops.</summary>
    public virtual CancellationToken CancellationToken { get; } = CancellationToken.None;
}
