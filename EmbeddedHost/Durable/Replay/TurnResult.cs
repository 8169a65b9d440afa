namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>What an orchestrator made of the events that it heard of.</summary>
/// <param name="At">The orchestrator's time during the step.</param>
/// <param name="Actions">What it decided.</param>
/// <param name="CustomStatus">The custom status that it set; <c>null</c> when it set none.</param>
/// <param name="Outcome">How it ended; <c>null</c> when it goes on.</param>
internal sealed record TurnResult(
    DateTime At, IReadOnlyList<OrchestrationAction> Actions, CustomStatus? CustomStatus, Outcome? Outcome);

/// <summary>A custom status as JSON; <c>null</c> clears it.</summary>
internal sealed record CustomStatus(string? Json);

/// <summary>How an execution ended. A closed set.</summary>
internal abstract record Outcome;

/// <summary>The instance has ended.</summary>
internal sealed record Ended(OrchestrationRuntimeStatus Status, string? Output, Failure? Failure) : Outcome
{
    public static Ended Failed(Failure failure) =>
        new(OrchestrationRuntimeStatus.Failed, Payload.Write(failure.Message, "output"), failure);
}

/// <summary>The instance starts afresh.</summary>
internal sealed record Restarted(string? Input, string? Version, IReadOnlyList<EventRaised> Events) : Outcome;
