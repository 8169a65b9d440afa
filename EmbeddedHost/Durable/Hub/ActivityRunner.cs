using System.Diagnostics;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Lets the worker run activities, so many at a time, and stores how they end.</summary>
internal sealed partial class ActivityRunner
{
    private readonly TaskHub _hub;
    private readonly IDurableWorker _worker;
    private readonly BoundedDispatcher<(Instance Instance, int Execution, P.HistoryEvent Call)> _dispatcher;
    private readonly ILogger<DurableEngine> _logger;
    private readonly CancellationToken _stopping;

    public ActivityRunner(
        TaskHub hub, IDurableWorker worker, DurableEngineOptions options, ILogger<DurableEngine> logger, CancellationToken stopping)
    {
        (_hub, _worker, _logger, _stopping) = (hub, worker, logger, stopping);
        _dispatcher = new(options.MaxConcurrentActivities, work => RunAsync(work.Instance, work.Execution, work.Call));
    }

    public void Enqueue(Instance instance, int execution, P.HistoryEvent call) => _dispatcher.Enqueue((instance, execution, call));

    /// <summary>Waits for what runs as long as it may take; what has not ended runs again at the next start.</summary>
    public async Task StopAsync(CancellationToken cancellationToken) =>
        await _dispatcher.StopAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task RunAsync(Instance instance, int execution, P.HistoryEvent call)
    {
        if (!instance.WasTerminated && !_stopping.IsCancellationRequested)
        {
            try
            {
                var end = await RunOnceAsync(instance, execution, call);
                if (end.FailureDetails is not null && _stopping.IsCancellationRequested)
                {
                    // It may have failed because the host stops: it runs again at the next start.
                    return;
                }

                _hub.Submit(new HubCommand(transaction =>
                    transaction.Append(instance, execution, HistoryEvents.Completed(end, transaction.Now))));
                return;
            }
            catch (WorkerLostException)
            {
                LogLost(call.TaskScheduled.Name, instance.Id);
                Enqueue(instance, execution, call);
                return;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<P.ActivityResponse> RunOnceAsync(Instance instance, int execution, P.HistoryEvent call)
    {
        var scheduled = call.TaskScheduled;
        using var span = DurableTracing.StartActivity(instance, call);
        var request = new P.ActivityRequest
        {
            Name = scheduled.Name,
            Version = scheduled.Version,
            Input = scheduled.Input,
            TaskId = call.EventId,
            OrchestrationInstance = new() { InstanceId = instance.Id, ExecutionId = ParentLink.ExecutionId(instance.Key, execution) },
            ParentTraceContext = scheduled.ParentTraceContext ?? instance.Trace,
            Tags = { scheduled.Tags },
        };
        P.ActivityResponse end;
        try
        {
            end = await _worker.RunActivityAsync(request, _stopping);
        }
        catch (Exception exception) when (exception is not (WorkerLostException or OperationCanceledException))
        {
            end = new() { FailureDetails = HistoryEvents.Failure(exception.GetType().FullName!, exception.Message) };
        }

        end.TaskId = call.EventId;
        if (Payload.TooLarge($"output of activity '{scheduled.Name}'", end.Result) is { } refusal)
        {
            end.FailureDetails = HistoryEvents.Failure(typeof(ArgumentException).FullName!, refusal);
        }

        if (end.FailureDetails is { } failure)
        {
            LogFailed(scheduled.Name, instance.Id, failure.ErrorType, failure.ErrorMessage);
            span?.SetStatus(ActivityStatusCode.Error, failure.ErrorMessage);
        }

        return end;
    }

    [LoggerMessage(1006, LogLevel.Warning, "Activity {Activity} of instance {InstanceId} failed: {Type}: {Reason}")]
    private partial void LogFailed(string activity, string instanceId, string type, string reason);

    [LoggerMessage(1009, LogLevel.Warning, "The worker ended during activity {Activity} of instance {InstanceId}; it is run again.")]
    private partial void LogLost(string activity, string instanceId);
}
