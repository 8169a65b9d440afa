using BadgeFunctions.EmbeddedHost.Storage;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Data.Sqlite;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Lets the worker take orchestrators' turns, so many at a time.</summary>
internal sealed partial class TurnRunner
{
    // The version that the worker gives to sub-orchestrations.
    private const string DefaultVersionProperty = "defaultVersion";

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly TaskHub _hub;
    private readonly DurableStore _store;
    private readonly IDurableWorker _worker;
    private readonly string? _defaultVersion;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly BoundedDispatcher<(Instance Instance, IReadOnlyList<Message> Messages)> _dispatcher;
    private readonly CancellationToken _stopping;

    public TurnRunner(
        TaskHub hub,
        DurableStore store,
        IDurableWorker worker,
        DurableEngineOptions options,
        TimeProvider time,
        ILogger<DurableEngine> logger,
        CancellationToken stopping)
    {
        (_hub, _store, _worker, _time, _logger, _stopping) = (hub, store, worker, time, logger, stopping);
        _defaultVersion = options.DefaultVersion;
        _dispatcher = new(options.MaxConcurrentOrchestrations, turn => TakeAsync(turn.Instance, turn.Messages));
    }

    public void Enqueue(Instance instance, IReadOnlyList<Message> messages) => _dispatcher.Enqueue((instance, messages));

    public Task StopAsync() => _dispatcher.StopAsync();

    private async Task TakeAsync(Instance instance, IReadOnlyList<Message> messages)
    {
        while (!instance.WasTerminated && !_stopping.IsCancellationRequested)
        {
            try
            {
                await TakeOnceAsync(instance, messages);
                return;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (WorkerLostException)
            {
                // Nothing of the turn is committed: the next worker takes it. Behind the others, which may be wanted where it was refused.
                Enqueue(instance, messages);
                return;
            }
            catch (SqliteException exception)
            {
                LogUnreadable(exception, instance.Id, RetryPause);
                await Task.Delay(RetryPause, _time, _stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task TakeOnceAsync(Instance instance, IReadOnlyList<Message> messages)
    {
        var at = FindTime(instance, messages);
        var through = messages.Count > 0 ? messages[^1].Sequence : instance.Through;
        TurnResult turn;
        try
        {
            if (RequestOf(instance, messages, at) is not { } request)
            {
                return;
            }

            var response = await _worker.RunOrchestratorAsync(instance.Name, request, _stopping);
            instance.Span = response.OrchestrationTraceContext;
            turn = TurnResult.Of(instance, request, response, through);
        }
        catch (Exception exception) when (exception is not (SqliteException or WorkerLostException) && !_stopping.IsCancellationRequested)
        {
            // Its answer cannot be used, and the next one would be the same: better failed than stuck.
            LogFailed(exception, instance.Id);
            turn = TurnResult.Failed(at, through, HistoryEvents.Failure(exception.GetType().FullName!, exception.Message));
        }

        if (turn.End is { FailureDetails: { } failure })
        {
            LogOrchestrationFailed(instance.Id, failure.ErrorType, failure.ErrorMessage);
        }

        _hub.Submit(new HubCommand(new TurnCommit(instance, turn).Write));
    }

    // Never before the last turn nor before a timer that has fired, even if the clock was set back.
    private DateTime FindTime(Instance instance, IReadOnlyList<Message> messages)
    {
        var at = _time.GetUtcNow().UtcDateTime;
        at = at > instance.LastTurnAt ? at : instance.LastTurnAt;
        foreach (var message in messages)
        {
            at = message.Event.TimerFired?.FireAt.ToDateTime() is { } due && due > at ? due : at;
        }

        return at;
    }

    private P.OrchestratorRequest? RequestOf(Instance instance, IReadOnlyList<Message> messages, DateTime at)
    {
        var history = _hub.HistoryOf(instance);
        if (history is null && instance.Begun is null)
        {
            var (stored, log) = _store.Read(reader => (reader.Find(instance.Key), reader.ReadLog(instance.Key)));
            if (stored is null)
            {
                return null;
            }

            history = ExecutionHistory.Of(stored.Begun, log, stored.Execution).Past;
        }

        var request = new P.OrchestratorRequest
        {
            InstanceId = instance.Id,
            ExecutionId = instance.ExecutionId,
            PastEvents = { history ?? [] },
            NewEvents =
            {
                HistoryEvents.TurnStarted(at), instance.Begun?.Events ?? Enumerable.Empty<P.HistoryEvent>(), messages.Select(message => message.Event),
            },
            OrchestrationTraceContext = instance.Span,
        };
        if (_defaultVersion is not null)
        {
            request.Properties[DefaultVersionProperty] = Value.ForString(_defaultVersion);
        }

        return request;
    }

    [LoggerMessage(1003, LogLevel.Error, "The history of instance {InstanceId} could not be read; it is tried again in {Pause}.")]
    private partial void LogUnreadable(Exception exception, string instanceId, TimeSpan pause);

    [LoggerMessage(1004, LogLevel.Error, "Instance {InstanceId} could not go on and has failed.")]
    private partial void LogFailed(Exception exception, string instanceId);

    [LoggerMessage(1007, LogLevel.Error, "Orchestration {InstanceId} failed: {Type}: {Reason}")]
    private partial void LogOrchestrationFailed(string instanceId, string type, string reason);
}
