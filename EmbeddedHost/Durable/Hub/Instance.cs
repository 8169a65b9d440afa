using System.Globalization;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>An instance that has not ended, as the task hub keeps it in memory.</summary>
internal sealed class Instance(long key, string id, P.ExecutionStartedEvent started)
{
    // With an input of 1 MiB still below the 4 MiB that a gRPC client takes unless it is told otherwise.
    private const int MostBytesPerTurn = 2 * 1024 * 1024;

    public long Key { get; } = key;

    public string Id { get; } = id;

    public string Name { get; } = started.Name;

    /// <summary>The orchestration that called it.</summary>
    public ParentLink? Parent { get; } = ParentLink.Of(started.ParentInstance);

    /// <summary>The span that created it.</summary>
    public P.TraceContext? Trace { get; } = started.ParentTraceContext;

    public DateTime CreatedAt { get; init; }

    public Milestone Started { get; } = new();

    public Milestone Ended { get; } = new();

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

    public Dictionary<int, DurableTimer>? Timers { get; set; }

    public DurableTimer? StartTimer { get; set; }

    public LinkedListNode<Instance>? CachePlace { get; set; }

    public bool IsTakingTurn { get; set; }

    public bool WantsTurn { get; set; }

    public bool WasTerminated { get; set; }

    public string? CustomStatus { get; set; }

    /// <summary>Whether its version is newer than this build's: it takes no turn, and keeps what happens meanwhile.</summary>
    public bool IsTooNew { get; set; }

    // The turn's, while one is taken; the commit loop's otherwise.

    /// <summary>The events that its execution begins with, until the first turn is taken.</summary>
    public P.HistoryChunk? Begun { get; set; }

    /// <summary>Its history, while it is in memory.</summary>
    public List<P.HistoryEvent>? History { get; set; }

    /// <summary>What a worker of the plain SDK remembers of the orchestration's span.</summary>
    public P.OrchestrationTraceContext? Span { get; set; }

    public DateTime LastTurnAt { get; set; }

    public long Through { get; set; }

    /// <summary>Takes a turn's events out of the inbox: all, unless they are too large for one message to a worker.</summary>
    public List<Message> TakeInbox()
    {
        var events = Inbox;
        Inbox = [];

        // One at least, or nothing would ever go on; most turns have no more, and need no count.
        var (count, bytes) = (1, events.Count > 1 ? events[0].Event.CalculateSize() : 0);
        while (count < events.Count && (bytes += events[count].Event.CalculateSize()) <= MostBytesPerTurn)
        {
            count++;
        }

        if (count < events.Count)
        {
            Inbox = events[count..];
            events.RemoveRange(count, Inbox.Count);
        }

        return events;
    }
}

/// <summary>An event that is committed to an instance's log.</summary>
/// <param name="Sequence">Its number in the log.</param>
/// <param name="Execution">The execution that it belongs to; <c>null</c> when it came from outside and outlives executions.</param>
/// <param name="Event">What happened.</param>
internal sealed record Message(long Sequence, int? Execution, P.HistoryEvent Event);

/// <summary>A committed timer of an instance.</summary>
/// <param name="Instance">Whose it is.</param>
/// <param name="Execution">The execution that started it.</param>
/// <param name="Id">Its number; <c>null</c> for the instance's own start.</param>
/// <param name="FireAt">When it is due, in UTC.</param>
internal sealed record DurableTimer(Instance Instance, int Execution, int? Id, DateTime FireAt)
{
    /// <summary>Tells timers apart that are due at the same time; set by the queue.</summary>
    public long Order { get; set; }
}

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
            ? new ParentLink(
                long.Parse(key, CultureInfo.InvariantCulture),
                caller.InstanceId,
                int.Parse(execution, CultureInfo.InvariantCulture),
                parent.TaskScheduledId)
            : null;
}
