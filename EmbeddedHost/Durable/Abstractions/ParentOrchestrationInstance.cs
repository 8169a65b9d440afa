namespace BadgeFunctions.EmbeddedHost;

/// <summary>The orchestration that called a sub-orchestration.</summary>
/// <param name="Name">The calling orchestrator's name.</param>
/// <param name="InstanceId">The calling instance's id.</param>
public record ParentOrchestrationInstance(TaskName Name, string InstanceId);
