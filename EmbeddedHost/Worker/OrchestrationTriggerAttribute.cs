namespace BadgeFunctions.EmbeddedHost;

/// <summary>Makes the function an orchestrator; the parameter is its context.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OrchestrationTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The orchestrator's name; the function's name if not set.</summary>
    public string? Orchestration { get; set; }
}
