namespace BadgeFunctions.EmbeddedHost;

/// <summary>The base of every attribute that binds something of a function.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class BindingAttribute : Attribute
{
}
