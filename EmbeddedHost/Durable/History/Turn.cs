namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>One step of an orchestrator as its history keeps it.</summary>
/// <param name="At">The orchestrator's time during the step.</param>
/// <param name="Through">The number of the last event that it had heard of.</param>
/// <param name="Actions">What it decided.</param>
internal sealed record Turn(DateTime At, long Through, IReadOnlyList<OrchestrationAction> Actions);
