namespace BadgeFunctions.EmbeddedHost.Functions;

/// <summary>One invocation of a function on this host.</summary>
/// <param name="function">The function.</param>
/// <param name="trigger">What started it: an HTTP context, a timer's info, an orchestration's context, an activity call.</param>
/// <param name="services">The scope of the invocation.</param>
/// <param name="cancellationToken">Ends the invocation early.</param>
internal sealed class FunctionInvocation(
    BoundFunction function, object trigger, IServiceProvider services, CancellationToken cancellationToken) : FunctionContext
{
    private string? _invocationId;
    private IDictionary<object, object>? _items;

    public BoundFunction Function => function;

    public object Trigger => trigger;

    /// <summary>What the function returned.</summary>
    public object? Result { get; set; }

    public override string InvocationId => _invocationId ??= Guid.NewGuid().ToString();

    public override string FunctionId => function.Definition.Id;

    public override FunctionDefinition FunctionDefinition => function.Definition;

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override IDictionary<object, object> Items
    {
        get => _items ??= new Dictionary<object, object>();
        set => _items = value;
    }

    public override CancellationToken CancellationToken => cancellationToken;
}
