using Microsoft.Extensions.Logging;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>
/// An orchestrator's code between its steps: takes history and new events, returns actions. It knows nothing of storage.
/// One thread at a time.
/// </summary>
internal sealed class OrchestratorExecution
{
    /// <summary>The rule that strayed orchestrators broke.</summary>
    public const string AwaitRule =
        "An orchestrator awaits only tasks of its context: leave I/O to activities, and delays to CreateTimer.";

    private readonly OrchestrationStart _start;
    private readonly IDurableFunctions _functions;
    private readonly OrchestratorThread _thread;
    private readonly EmbeddedOrchestrationContext _context;
    private Task<object?>? _code;
    private Action? _noticeStray;
    private volatile bool _strayed;

    public OrchestratorExecution(OrchestrationStart start, IDurableFunctions functions, ILoggerFactory loggerFactory)
    {
        _start = start;
        _functions = functions;
        _thread = new OrchestratorThread(Stray);
        _context = new EmbeddedOrchestrationContext(start, _thread, loggerFactory);
        foreach (var raised in start.Events)
        {
            _context.Apply(raised);
        }
    }

    private bool IsOver => _code is { IsCompleted: true };

    /// <summary>Calls back, on any thread, when the orchestrator goes on by itself between two steps.</summary>
    public void NoticeStray(Action notice) => _noticeStray = notice;

    /// <summary>Repeats a step of history.</summary>
    /// <exception cref="NonDeterministicOrchestratorException">The code no longer takes the same step.</exception>
    public void Replay(RecordedTurn turn)
    {
        Advance(turn.At, turn.Events, isReplay: true);
        var (actions, _) = _context.EndTurn();
        for (var i = 0; i < Math.Max(actions.Count, turn.Actions.Count); i++)
        {
            if (i >= actions.Count || i >= turn.Actions.Count || !turn.Actions[i].IsSameStepAs(actions[i]))
            {
                throw NonDeterministic(
                    turn.Actions.ElementAtOrDefault(i)?.ToString() ?? "no further action in this step",
                    actions.ElementAtOrDefault(i)?.ToString() ?? "no further action in this step");
            }
        }

        if (IsOver)
        {
            throw NonDeterministic("further steps", "its end");
        }
    }

    /// <summary>Takes a new step.</summary>
    public TurnResult Run(DateTime at, IReadOnlyList<HistoryEvent> events)
    {
        if (_strayed)
        {
            return new TurnResult(at, [], null, StrayedEnd());
        }

        var unread = Advance(at, events, isReplay: false);
        var (actions, customStatus) = _context.EndTurn();
        return new TurnResult(at, actions, customStatus, FindOutcome(unread));
    }

    private IReadOnlyList<HistoryEvent> Advance(DateTime at, IReadOnlyList<HistoryEvent> events, bool isReplay)
    {
        _context.BeginTurn(at, isReplay);
        if (_code is null)
        {
            _thread.Run(static execution => execution.StartCode(), this);
        }

        for (var i = 0; i < events.Count; i++)
        {
            if (IsOver)
            {
                return [.. events.Skip(i)];
            }

            _thread.Run(static step => step.Context.Apply(step.Happened), (Context: _context, Happened: events[i]));
        }

        return [];
    }

    private void StartCode()
    {
        try
        {
            _code = _functions.HasOrchestrator(_start.Name)
                ? _functions.RunOrchestratorAsync(_start.Name, _context)
                : Task.FromException<object?>(new InvalidOperationException($"There is no orchestrator '{_start.Name}'."));
        }
        catch (Exception exception)
        {
            _code = Task.FromException<object?>(exception);
        }

        if (!_code.IsCompleted)
        {
            _code.ContinueWith(
                static (_, execution) => ((OrchestratorExecution)execution!).NoticeEnd(),
                this,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    private Outcome? FindOutcome(IReadOnlyList<HistoryEvent> unread)
    {
        if (_strayed)
        {
            return StrayedEnd();
        }

        if (!IsOver)
        {
            // Nothing that could end is open, so the code must be waiting for something else.
            return _context.AwaitsSomething ? null : StrayedEnd();
        }

        if (!_code!.IsCompletedSuccessfully)
        {
            return Ended.Failed(Failure.Of(_code.Exception?.InnerException ?? new TaskCanceledException(_code)));
        }

        try
        {
            return _context.Continuation is { } continuation
                ? Restart(continuation, unread)
                : new Ended(OrchestrationRuntimeStatus.Completed, Payload.Write(_code.Result, "orchestrator's output"), null);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or System.Text.Json.JsonException)
        {
            return Ended.Failed(Failure.Of(exception));
        }
    }

    private Restarted Restart(ContinueAsNewOptions continuation, IReadOnlyList<HistoryEvent> unread) => new(
        Payload.Write(continuation.NewInput, "input of the new run"),
        continuation.NewVersion ?? _start.Version,
        continuation.PreserveUnprocessedEvents ? [.. _context.KeptEvents, .. unread.OfType<EventRaised>()] : []);

    private Ended StrayedEnd() => Ended.Failed(Failure.Of(
        typeof(InvalidOperationException).FullName!,
        $"Orchestrator '{_start.Name}' awaited something that is not of its context. {AwaitRule}"));

    private NonDeterministicOrchestratorException NonDeterministic(string expected, string actual) => new(_start.Name, expected, actual);

    private void NoticeEnd()
    {
        if (!_thread.IsCurrent)
        {
            Stray();
        }
    }

    private void Stray()
    {
        _strayed = true;
        _noticeStray?.Invoke();
    }
}
