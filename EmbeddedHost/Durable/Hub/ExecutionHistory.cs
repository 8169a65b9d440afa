using BadgeFunctions.EmbeddedHost.Storage;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>What the log of an instance tells of its present execution.</summary>
internal sealed class ExecutionHistory
{
    /// <summary>The history that the orchestrator has seen; empty before its first turn.</summary>
    public List<P.HistoryEvent> Past { get; } = [];

    /// <summary>What has happened since.</summary>
    public List<Message> Unread { get; } = [];

    public long LastSequence { get; private set; }

    /// <summary>The last event that a turn was given.</summary>
    public long Through { get; private set; }

    public DateTime LastTurnAt { get; private set; }

    /// <summary>The activities and timers whose ends are not in the log.</summary>
    public IEnumerable<P.HistoryEvent> Open
    {
        get
        {
            var ended = Past.Concat(Unread.Select(message => message.Event)).Select(HistoryEvents.StartedBy).ToHashSet();
            return Past.Where(happened => (happened.TaskScheduled ?? (object?)happened.TimerCreated) is not null && !ended.Contains(happened.EventId));
        }
    }

    public static ExecutionHistory Of(P.HistoryChunk begun, IReadOnlyList<LogRow> log, int execution)
    {
        var history = new ExecutionHistory { LastSequence = log.Count > 0 ? log[^1].Sequence : 0 };
        var messages = new Queue<Message>(log.Where(row => row.Kind != LogKind.Turn).Select(row =>
            new Message(row.Sequence, row.Kind == LogKind.External ? null : execution, row.Event)));
        foreach (var row in log.Where(row => row.Kind == LogKind.Turn))
        {
            history.Read(row, history.Past.Count == 0 ? begun : null, messages);
        }

        history.Unread.AddRange(messages);
        return history;
    }

    private void Read(LogRow row, P.HistoryChunk? begun, Queue<Message> messages)
    {
        var turn = row.Turn.Events;
        Past.Add(turn[0]);
        Past.AddRange(begun?.Events ?? Enumerable.Empty<P.HistoryEvent>());
        while (messages.TryPeek(out var message) && message.Sequence <= row.Through)
        {
            Past.Add(messages.Dequeue().Event);
        }

        Past.AddRange(turn.Skip(1));
        (Through, LastTurnAt) = (row.Through, turn[0].Timestamp.ToDateTime());
    }
}
