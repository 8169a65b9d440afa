using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Runs activities, so many at a time, and stores how they end.</summary>
internal sealed partial class ActivityRunner
{
    private readonly TaskHub _hub;
    private readonly IDurableFunctions _functions;
    private readonly BoundedDispatcher<(Instance Instance, int Execution, CallActivity Call)> _dispatcher;
    private readonly ILogger<DurableEngine> _logger;
    private readonly CancellationToken _stopping;

    public ActivityRunner(
        TaskHub hub,
        IDurableFunctions functions,
        DurableEngineOptions options,
        ILogger<DurableEngine> logger,
        CancellationToken stopping)
    {
        _logger = logger;
        _stopping = stopping;
        _hub = hub;
        _functions = functions;
        _dispatcher = new(options.MaxConcurrentActivities, work => RunAsync(work.Instance, work.Execution, work.Call));
    }

    public void Enqueue(Instance instance, int execution, CallActivity call) => _dispatcher.Enqueue((instance, execution, call));

    /// <summary>Waits for what runs as long as it may take; what has not ended runs again at the next start.</summary>
    public async Task StopAsync(CancellationToken cancellationToken) =>
        await _dispatcher.StopAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async ValueTask RunAsync(Instance instance, int execution, CallActivity call)
    {
        if (instance.WasTerminated)
        {
            return;
        }

        HistoryEvent end;
        using var span = DurableTracing.StartActivity(instance, call);
        try
        {
            end = _functions.HasActivity(call.Name)
                ? new ActivityCompleted(call.Task, await RunAsync(instance, call))
                : new ActivityFailed(call.Task, Failure.Of(typeof(ArgumentException).FullName!, $"There is no activity '{call.Name}'."));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return;
        }
#pragma warning disable CA1031 // Whatever an activity throws is its orchestrator's business.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(exception, call.Name, instance.Id);
            span?.SetStatus(ActivityStatusCode.Error, exception.Message);
            end = new ActivityFailed(call.Task, Failure.Of(exception));
        }

        var json = HistoryJson.Write(end);
        _hub.Submit(new EngineCommand(transaction => transaction.Append(instance, execution, end, json)));
    }

    private async Task<string?> RunAsync(Instance instance, CallActivity call) => Payload.Write(
        await _functions.RunActivityAsync(call.Name, instance.Id, call.Input, _stopping), $"output of activity '{call.Name}'");

    [LoggerMessage(1006, LogLevel.Warning, "Activity {Activity} of instance {InstanceId} failed.")]
    private partial void LogFailed(Exception exception, string activity, string instanceId);
}
