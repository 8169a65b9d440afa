using BadgeFunctions.EmbeddedHost.Functions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BadgeFunctions.EmbeddedHost.Timers;

/// <summary>Runs the timer functions from when the host has started until it stops.</summary>
internal sealed partial class TimerService(
    TimerFunctions timers,
    TimerStatusStore store,
    FunctionInvoker invoker,
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger<TimerService> logger) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _loops = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _loops = Task.WhenAll(timers.All.Select(timer => Task.Run(() => RunAsync(timer), CancellationToken.None)));
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => _stopping.CancelAsync();

    public async Task StopAsync(CancellationToken cancellationToken) =>
        await _loops.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(TimerFunction timer)
    {
        try
        {
            var record = new TimerRecord(timer, store, time, logger);
            await new TimerLoop(timer, record, invoker, scopes, time, logger).RunAsync(_stopping.Token);
        }
        catch (Exception exception)
        {
            LogEnded(exception, timer.Name);
        }
    }

    [LoggerMessage(4, LogLevel.Critical, "The schedule of timer function {FunctionName} has ended.")]
    private partial void LogEnded(Exception exception, string functionName);
}
