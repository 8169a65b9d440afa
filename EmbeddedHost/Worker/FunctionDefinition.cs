namespace BadgeFunctions.EmbeddedHost;

/// <summary>A function of the app.</summary>
public abstract class FunctionDefinition
{
    /// <summary>The path of the assembly that holds the function.</summary>
    public abstract string PathToAssembly { get; }

    /// <summary>The full name of the function's method.</summary>
    public abstract string EntryPoint { get; }

    /// <summary>The function's id, stable across invocations.</summary>
    public abstract string Id { get; }

    /// <summary>The function's name.</summary>
    public abstract string Name { get; }
}
