using BadgeFunctions.EmbeddedHost.Worker;

namespace BadgeFunctions.EmbeddedHost.Timers;

/// <summary>Runs the timer functions.</summary>
internal sealed partial class TimerService(
    IReadOnlyList<TimerFunction> timers,
    TimerStatusStore store,
    FunctionsWorker worker,
    TimeProvider time,
    ILogger<TimerService> logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _loops = Task.CompletedTask;

    public void Start() =>
        _loops = Task.WhenAll(timers.Select(timer => Task.Run(() => RunAsync(timer), CancellationToken.None)));

    /// <summary>Asks the functions that run to end, and waits for them.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _loops.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _stopping.Dispose();
    }

    private async Task RunAsync(TimerFunction timer)
    {
        try
        {
            var record = new TimerRecord(timer, store, time, logger);
            await new TimerLoop(timer, record, worker, time, logger).RunAsync(_stopping.Token);
        }
        catch (Exception exception)
        {
            LogEnded(exception, timer.Name);
        }
    }

    [LoggerMessage(4, LogLevel.Critical, "The schedule of timer function {FunctionName} has ended.")]
    private partial void LogEnded(Exception exception, string functionName);
}
