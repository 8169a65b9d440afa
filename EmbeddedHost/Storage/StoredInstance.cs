namespace BadgeFunctions.EmbeddedHost.Storage;

/// <summary>An instance as it is stored. Times are UTC; payloads are JSON.</summary>
/// <param name="Key">Its number in the database; never used again for another instance that is stored.</param>
/// <param name="Id">The instance id.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="CreatedAt">When it was scheduled.</param>
/// <param name="UpdatedAt">When it changed last.</param>
/// <param name="StartAt">When it is to start, for one that was scheduled ahead.</param>
/// <param name="Execution">The number of its execution: 0, and one more for each continue-as-new.</param>
/// <param name="Begun">The events that its execution began with; <see cref="P.ExecutionStartedEvent"/> is the first.</param>
/// <param name="Output">What it ended with, or why it is suspended.</param>
/// <param name="Failure">Why it failed.</param>
/// <param name="CustomStatus">What its orchestrator says of it.</param>
internal sealed record StoredInstance(
    long Key,
    string Id,
    P.OrchestrationStatus Status,
    DateTime CreatedAt,
    DateTime UpdatedAt,
    DateTime? StartAt,
    int Execution,
    P.HistoryChunk Begun,
    string? Output,
    P.TaskFailureDetails? Failure,
    string? CustomStatus)
{
    public P.ExecutionStartedEvent Started => Begun.Events[0].ExecutionStarted;
}

/// <summary>What a record of an instance's log is. The numbers are stored.</summary>
internal enum LogKind
{
    /// <summary>An event from outside; it outlives the execution that it reached.</summary>
    External = 0,

    /// <summary>The end of something that the execution started.</summary>
    Internal = 1,

    /// <summary>A turn of the orchestrator: the events that it added to the history, as a <see cref="P.HistoryChunk"/>.</summary>
    Turn = 2,
}

/// <summary>A record of an instance's log.</summary>
/// <param name="Sequence">Its number in the log.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Through">Of a turn: the last event that it was given.</param>
/// <param name="Data">A <see cref="P.HistoryEvent"/>, or a turn's <see cref="P.HistoryChunk"/>.</param>
internal sealed record LogRow(long Sequence, LogKind Kind, long Through, byte[] Data)
{
    public P.HistoryEvent Event => P.HistoryEvent.Parser.ParseFrom(Data);

    public P.HistoryChunk Turn => P.HistoryChunk.Parser.ParseFrom(Data);
}

/// <summary>Which instances are meant; what is <c>null</c> does not matter.</summary>
internal sealed record InstanceFilter
{
    public DateTime? CreatedFrom { get; init; }

    public DateTime? CreatedTo { get; init; }

    public DateTime? UpdatedFrom { get; init; }

    public DateTime? UpdatedTo { get; init; }

    public IReadOnlyCollection<P.OrchestrationStatus>? Statuses { get; init; }

    public string? IdPrefix { get; init; }
}
