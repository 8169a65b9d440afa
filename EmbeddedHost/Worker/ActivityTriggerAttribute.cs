namespace BadgeFunctions.EmbeddedHost;

/// <summary>Runs the function when an orchestrator calls it; the parameter is the call's input.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ActivityTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The activity's name; the function's name if not set.</summary>
    public string? Activity { get; set; }
}
