namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>An instance that has not ended, as the task hub keeps it in memory.</summary>
internal sealed class Instance(long key, string id, string name, ParentLink? parent)
{
    public long Key { get; } = key;

    public string Id { get; } = id;

    public string Name { get; } = name;

    public ParentLink? Parent { get; } = parent;

    public DateTime CreatedAt { get; init; }

    /// <summary>The span that created it, as a W3C <c>traceparent</c>.</summary>
    public string? Trace { get; init; }

    public Milestone Started { get; } = new();

    public Milestone Ended { get; } = new();

    public OrchestrationRuntimeStatus Status => (IsSuspended, HasStarted) switch
    {
        (true, _) => OrchestrationRuntimeStatus.Suspended,
        (_, true) => OrchestrationRuntimeStatus.Running,
        _ => OrchestrationRuntimeStatus.Pending,
    };

    // Written within transactions, by the commit loop only; taken back when a transaction fails.
    public long LastSequence { get; set; }

    public int Execution { get; set; }

    public bool HasStarted { get; set; }

    public bool HasEnded { get; set; }

    public bool IsSuspended { get; set; }

    // Written after commits, by the commit loop only.
    public List<LoggedEvent> Inbox { get; set; } = [];

    public Dictionary<int, DurableTimer>? Timers { get; set; }

    public DurableTimer? StartTimer { get; set; }

    public LinkedListNode<Instance>? CachePlace { get; set; }

    public bool IsTakingTurn { get; set; }

    public bool WantsTurn { get; set; }

    public bool WasTerminated { get; set; }

    /// <summary>Whether its version is newer than this build's: it takes no step, and keeps what happens meanwhile.</summary>
    public bool IsTooNew { get; set; }

    // The turn's, while one is taken; the commit loop's otherwise.
    public OrchestrationStart? Start { get; set; }

    public OrchestratorExecution? Live { get; set; }

    public DateTime LastTurnAt { get; set; }

    public long Through { get; set; }
}
