namespace BadgeFunctions.EmbeddedHost;

/// <summary>Makes a method a function of the app.</summary>
/// <param name="name">The function's name, unique in the app without regard to case.</param>
[AttributeUsage(AttributeTargets.Method)]
public class FunctionAttribute(string name) : Attribute
{
    /// <summary>The function's name.</summary>
    public string Name { get; } = name;
}
