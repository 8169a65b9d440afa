using BadgeFunctions.EmbeddedHost.Storage;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>The history of an instance's present execution, read from its log.</summary>
/// <param name="HasRestarted">Whether a former execution ended with continue-as-new.</param>
/// <param name="Kept">The events that the former execution left over.</param>
/// <param name="Turns">The steps that were taken.</param>
/// <param name="Unread">The events that no step has heard of.</param>
/// <param name="Through">The number of the last event that a step has heard of.</param>
/// <param name="LastSequence">The number of the log's last record.</param>
internal sealed record ExecutionHistory(
    bool HasRestarted,
    IReadOnlyList<EventRaised> Kept,
    IReadOnlyList<RecordedTurn> Turns,
    IReadOnlyList<LoggedEvent> Unread,
    long Through,
    long LastSequence)
{
    /// <summary>Reads a log.</summary>
    /// <param name="log">Its records, in order.</param>
    /// <param name="execution">The present execution.</param>
    public static ExecutionHistory Of(IReadOnlyList<LogRow> log, int execution)
    {
        IReadOnlyList<EventRaised> kept = [];
        List<RecordedTurn> turns = [];
        Queue<LoggedEvent> unread = new();
        var (restarted, through) = (false, 0L);
        foreach (var row in log)
        {
            switch (row.Kind)
            {
                case LogKind.Restart:
                    var restart = HistoryJson.ReadRestart(row.Data);
                    (restarted, kept, through) = (true, restart.Events, restart.Through);
                    break;
                case LogKind.Turn:
                    var turn = HistoryJson.ReadTurn(row.Data);
                    through = turn.Through;
                    turns.Add(new RecordedTurn(turn.At, Take(unread, through), turn.Actions));
                    break;
                default:
                    unread.Enqueue(new LoggedEvent(
                        row.Sequence, row.Kind == LogKind.Internal ? execution : null, HistoryJson.ReadEvent(row.Data)));
                    break;
            }
        }

        return new ExecutionHistory(restarted, kept, turns, [.. unread], through, log.Count > 0 ? log[^1].Sequence : 0);
    }

    /// <summary>What was started and has not ended, whether a step has heard of its end or not.</summary>
    public IReadOnlyList<OrchestrationAction> FindOpen()
    {
        Dictionary<int, OrchestrationAction> open = [];
        foreach (var turn in Turns)
        {
            Close(open, turn.Events);
            foreach (var action in turn.Actions)
            {
                switch (action)
                {
                    case CallActivity call:
                        open[call.Task] = call;
                        break;
                    case StartTimer timer:
                        open[timer.Timer] = timer;
                        break;
                    case CancelTimer cancel:
                        open.Remove(cancel.Timer);
                        break;
                }
            }
        }

        Close(open, Unread.Select(logged => logged.Happened));
        return [.. open.Values];
    }

    private static List<HistoryEvent> Take(Queue<LoggedEvent> unread, long through)
    {
        List<HistoryEvent> taken = [];
        while (unread.TryPeek(out var next) && next.Sequence <= through)
        {
            taken.Add(unread.Dequeue().Happened);
        }

        return taken;
    }

    private static void Close(Dictionary<int, OrchestrationAction> open, IEnumerable<HistoryEvent> events)
    {
        foreach (var happened in events)
        {
            _ = happened switch
            {
                ActivityCompleted done => open.Remove(done.Task),
                ActivityFailed failed => open.Remove(failed.Task),
                TimerFired fired => open.Remove(fired.Timer),
                _ => false,
            };
        }
    }
}
