using System.Globalization;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>An instance that has not ended, as the task hub keeps it in memory.</summary>
internal sealed class Instance(long key, string id, P.ExecutionStartedEvent started)
{
    // Well below the 4 MiB that a gRPC client takes unless it is told otherwise.
    private const int MostBytesPerTurn = 2 * 1024 * 1024;

    public long Key { get; } = key;

    public string Id { get; } = id;

    public string Name { get; } = started.Name;

    /// <summary>The orchestration that called it.</summary>
    public ParentLink? Parent { get; } = ParentLink.Of(started.ParentInstance);

    /// <summary>The span that created it.</summary>
    public P.TraceContext? Trace { get; } = started.ParentTraceContext;

    public DateTime CreatedAt { get; init; }

    /// <summary>Completes when its first turn is taken; cancelled when the engine stops before that.</summary>
    public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it has ended; cancelled when the engine stops before that.</summary>
    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public P.OrchestrationStatus Status => (IsSuspended, HasStarted) switch
    {
        (true, _) => P.OrchestrationStatus.Suspended,
        (_, true) => P.OrchestrationStatus.Running,
        _ => P.OrchestrationStatus.Pending,
    };

    /// <summary>Names the present execution, so that an answer for a former one is told apart.</summary>
    public string ExecutionId => ParentLink.ExecutionId(Key, Execution);

    // Written within transactions, by the commit loop only; taken back when a transaction fails.
    public long LastSequence { get; set; }

    public int Execution { get; set; }

    public bool HasStarted { get; set; }

    public bool HasEnded { get; set; }

    public bool IsSuspended { get; set; }

    // Written after commits, by the commit loop only.
    public List<Message> Inbox { get; set; } = [];

    public Dictionary<int, DurableTimer> Timers { get; } = [];

    public DurableTimer? StartTimer { get; set; }

    public bool IsTakingTurn { get; set; }

    public bool WantsTurn { get; set; }

    public bool WasTerminated { get; set; }

    public string? CustomStatus { get; set; }

    /// <summary>Whether its version is newer than this build's: it takes no turn, and keeps what happens meanwhile.</summary>
    public bool IsTooNew { get; set; }

    // The turn's, while one is taken; the commit loop's otherwise.

    /// <summary>The events that its execution begins with, until the first turn is taken.</summary>
    public P.HistoryChunk? Begun { get; set; }

    /// <summary>What a worker of the plain SDK remembers of the orchestration's span.</summary>
    public P.OrchestrationTraceContext? Span { get; set; }

    public DateTime LastTurnAt { get; set; }

    public long Through { get; set; }

    /// <summary>Takes a turn's events out of the inbox: all, unless they are too large for one message to a worker.</summary>
    public List<Message> TakeInbox()
    {
        var bytes = 0;
        var count = Inbox.TakeWhile((message, index) => index == 0 || (bytes += message.Event.CalculateSize()) <= MostBytesPerTurn).Count();
        var taken = Inbox[..count];
        Inbox = Inbox[count..];
        return taken;
    }
}

/// <summary>An event that is committed to an instance's log.</summary>
/// <param name="Sequence">Its number in the log.</param>
/// <param name="Execution">The execution that it belongs to; <c>null</c> when it came from outside and outlives executions.</param>
/// <param name="Event">What happened.</param>
internal sealed record Message(long Sequence, int? Execution, P.HistoryEvent Event);

/// <summary>The call of an orchestration that started a sub-orchestration.</summary>
/// <param name="Key">The caller's key.</param>
/// <param name="Id">The caller's instance id.</param>
/// <param name="Execution">The caller's execution.</param>
/// <param name="Task">The call's number in that execution.</param>
internal sealed record ParentLink(long Key, string Id, int Execution, int Task)
{
    public static string ExecutionId(long key, int execution) => string.Create(CultureInfo.InvariantCulture, $"{key}-{execution}");

    public static ParentLink? Of(P.ParentInstanceInfo? parent) =>
        parent?.OrchestrationInstance is { } caller && caller.ExecutionId.Split('-') is [var key, var execution]
            ? new(long.Parse(key, CultureInfo.InvariantCulture), caller.InstanceId, int.Parse(execution, CultureInfo.InvariantCulture), parent.TaskScheduledId)
            : null;
}
