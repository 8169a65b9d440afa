namespace BadgeFunctions.EmbeddedHost.Functions;

/// <summary>An orchestrator's call of an activity.</summary>
/// <param name="InstanceId">The orchestration that calls.</param>
/// <param name="Input">The input as JSON; null if there is none.</param>
internal sealed record ActivityCall(string InstanceId, string? Input);
