namespace BadgeFunctions.EmbeddedHost;

/// <summary>The base of the attributes that hand a function an input beside its trigger.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class InputBindingAttribute : BindingAttribute
{
}
