namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>What an execution of an orchestrator starts with.</summary>
internal sealed record OrchestrationStart(
    string Name,
    string InstanceId,
    string? Version,
    ParentOrchestrationInstance? Parent,
    string? Input,
    IReadOnlyList<EventRaised> Events);
