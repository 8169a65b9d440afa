using BadgeFunctions.EmbeddedHost.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Takes orchestrators' steps, and brings those back that are no longer in memory.</summary>
internal sealed partial class TurnRunner
{
    private static readonly TimeSpan ReadRetryPause = TimeSpan.FromSeconds(1);

    private readonly TaskHub _hub;
    private readonly DurableStore _store;
    private readonly IDurableFunctions _functions;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggerFactory;
    private readonly ILogger _logger;
    private readonly BoundedDispatcher<(Instance Instance, IReadOnlyList<LoggedEvent> Events)> _dispatcher;
    private readonly CancellationToken _stopping;

    public TurnRunner(
        TaskHub hub,
        DurableStore store,
        IDurableFunctions functions,
        DurableEngineOptions options,
        TimeProvider time,
        ILoggerFactory loggerFactory,
        CancellationToken stopping)
    {
        _stopping = stopping;
        _hub = hub;
        _store = store;
        _functions = functions;
        _time = time;
        _loggerFactory = loggerFactory;
        _logger = loggerFactory.CreateLogger<DurableEngine>();
        _dispatcher = new(options.MaxConcurrentOrchestrations, turn => TakeAsync(turn.Instance, turn.Events));
    }

    public void Enqueue(Instance instance, IReadOnlyList<LoggedEvent> events) => _dispatcher.Enqueue((instance, events));

    public Task StopAsync() => _dispatcher.StopAsync();

    private async ValueTask TakeAsync(Instance instance, IReadOnlyList<LoggedEvent> events)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                Take(instance, events);
                return;
            }
            catch (SqliteException exception)
            {
                LogUnreadable(exception, instance.Id, ReadRetryPause);
            }

            await Task.Delay(ReadRetryPause, _time, _stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Take(Instance instance, IReadOnlyList<LoggedEvent> events)
    {
        var at = FindTime(instance, events);
        var through = events.Count > 0 ? events[^1].Sequence : instance.Through;
        TurnCommit commit;
        try
        {
            if ((instance.Live ?? Revive(instance)) is not { } execution)
            {
                return;
            }

            var result = execution.Run(at, [.. events.Select(logged => logged.Happened)]);
            if (result.Outcome is Ended { Failure: { } failure })
            {
                LogOrchestrationFailed(instance.Id, failure.Type, failure.Message);
            }

            commit = new TurnCommit(instance, execution, result, through);
        }
        catch (Exception exception) when (exception is not SqliteException)
        {
            // Its history cannot be replayed, and never will be: better failed than stuck.
            LogFailed(exception, instance.Id);
            commit = new TurnCommit(instance, null, new TurnResult(at, [], null, Ended.Failed(Failure.Of(exception))), through);
        }

        _hub.Submit(new EngineCommand(commit.Write));
    }

    // Never before the last step nor before a timer that has fired, even if the clock was set back.
    private DateTime FindTime(Instance instance, IReadOnlyList<LoggedEvent> events)
    {
        var at = _time.GetUtcNow().UtcDateTime;
        at = at > instance.LastTurnAt ? at : instance.LastTurnAt;
        foreach (var logged in events)
        {
            at = logged.Happened is TimerFired fired && fired.FireAt > at ? fired.FireAt : at;
        }

        return at;
    }

    private OrchestratorExecution? Revive(Instance instance)
    {
        if (instance.Start is { } start)
        {
            return Observed(instance, start);
        }

        var (stored, log) = _store.Read(reader => (reader.Find(instance.Key), reader.ReadLog(instance.Key)));
        if (stored is null)
        {
            return null;
        }

        var history = ExecutionHistory.Of(log, stored.Execution);
        var execution = Observed(instance, new OrchestrationStart(
            stored.Name, stored.Id, stored.Version, instance.Parent?.ToPublic(), stored.Payloads!.Input, history.Kept));
        foreach (var turn in history.Turns)
        {
            execution.Replay(turn);
        }

        return execution;
    }

    private OrchestratorExecution Observed(Instance instance, OrchestrationStart start)
    {
        var execution = new OrchestratorExecution(start, _functions, _loggerFactory);
        execution.NoticeStray(() => _hub.NoticeStray(instance, execution));
        return execution;
    }

    [LoggerMessage(1003, LogLevel.Error, "The history of instance {InstanceId} could not be read; it is tried again in {Pause}.")]
    private partial void LogUnreadable(Exception exception, string instanceId, TimeSpan pause);

    [LoggerMessage(1004, LogLevel.Error, "Instance {InstanceId} could not go on and has failed.")]
    private partial void LogFailed(Exception exception, string instanceId);

    [LoggerMessage(1007, LogLevel.Error, "Orchestration {InstanceId} failed: {Type}: {Reason}")]
    private partial void LogOrchestrationFailed(string instanceId, string type, string reason);
}
