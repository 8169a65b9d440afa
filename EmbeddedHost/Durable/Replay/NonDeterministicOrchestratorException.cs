namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>An orchestrator's code no longer takes the steps that its history says it took.</summary>
internal sealed class NonDeterministicOrchestratorException(string orchestrator, string expected, string actual)
    : Exception($"Non-deterministic orchestrator '{orchestrator}': its history has {expected}, its code now has {actual}. "
        + "Code of running instances must not change the steps that they have taken.");
