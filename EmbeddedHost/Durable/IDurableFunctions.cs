namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>What the durable engine runs: the app's orchestrators and activities, by name.</summary>
/// <remarks>Names are matched without regard to case, as Durable Task does.</remarks>
internal interface IDurableFunctions
{
    /// <summary>Whether an orchestrator of this name exists.</summary>
    bool HasOrchestrator(string name);

    /// <summary>Whether an activity of this name exists.</summary>
    bool HasActivity(string name);

    /// <summary>Runs (or replays) an orchestrator; the task completes with its output.</summary>
    Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context);

    /// <summary>Runs an activity on its JSON input; the task completes with its output.</summary>
    Task<object?> RunActivityAsync(string name, string instanceId, string? input, CancellationToken cancellationToken);
}
