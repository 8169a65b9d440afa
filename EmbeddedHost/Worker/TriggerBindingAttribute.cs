namespace BadgeFunctions.EmbeddedHost;

/// <summary>The base of the attributes that name what starts a function.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class TriggerBindingAttribute : BindingAttribute
{
}
