namespace BadgeFunctions.EmbeddedHost.Functions;

/// <summary>The names by which the engine knows the app's orchestrators and activities.</summary>
internal static class DurableFunctionNames
{
    /// <summary>The name that a durable trigger gives, or else the function's; null for other functions.</summary>
    public static string? Of(FunctionDescriptor function) => function.Trigger switch
    {
        OrchestrationTriggerAttribute trigger => trigger.Orchestration ?? function.Name,
        ActivityTriggerAttribute trigger => trigger.Activity ?? function.Name,
        _ => null,
    };
}
