using System.Diagnostics;
using System.Text.Json;
using BadgeFunctions.EmbeddedHost.Hosting;
using BadgeFunctions.EmbeddedHost.Worker;
using BadgeFunctions.EmbeddedHost.Worker.Rpc;

namespace BadgeFunctions.EmbeddedHost.Timers;

/// <summary>Runs one timer function on its schedule, one run after the other.</summary>
/// <remarks>
/// Occurrences that pass while the host is down, or while a run takes longer than the schedule's interval, are made up
/// for by one run that is past due. A run that the host's stop interrupts is not recorded, so it is made up for too.
/// </remarks>
internal sealed partial class TimerLoop(
    TimerFunction timer, TimerRecord record, FunctionsWorker worker, TimeProvider time, ILogger logger)
{
    // Timers of the system take no more than 49 days.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            var last = await record.OpenAsync();
            if (timer.RunOnStartup)
            {
                last = await RunOnceAsync(time.GetUtcNow(), IsPastDue(last), stopping);
            }

            while (true)
            {
                last = await RunNextAsync(last, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops.
        }
        catch (Exception exception)
        {
            LogEnded(exception, timer.Name);
        }
    }

    private async Task<DateTimeOffset> RunNextAsync(DateTimeOffset last, CancellationToken stopping)
    {
        if (IsPastDue(last))
        {
            return await RunOnceAsync(time.GetUtcNow(), isPastDue: true, stopping);
        }

        var due = timer.Schedule.Next(last);
        for (var delay = due - time.GetUtcNow(); delay > TimeSpan.Zero; delay = due - time.GetUtcNow())
        {
            await Task.Delay(delay < LongestDelay ? delay : LongestDelay, time, stopping);
        }

        return await RunOnceAsync(due, isPastDue: false, stopping);
    }

    private bool IsPastDue(DateTimeOffset last) => timer.Schedule.Next(last) <= time.GetUtcNow();

    private async Task<DateTimeOffset> RunOnceAsync(DateTimeOffset occurrence, bool isPastDue, CancellationToken stopping)
    {
        var id = Guid.NewGuid().ToString();
        using var span = HostTracing.StartTimer(timer.Name);
        HostTracing.Describe(timer.Name, id);
        try
        {
            await InvokeAsync(new TimerInfo(record.Describe(occurrence), isPastDue), id, stopping);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            span?.SetStatus(ActivityStatusCode.Error, exception.Message);

            // The worker has logged its exception itself.
            LogFailure(exception is RpcFailure ? null : exception, timer.Name, id);
        }

        await record.CloseAsync(occurrence);
        return occurrence;
    }

    private async Task InvokeAsync(TimerInfo info, string id, CancellationToken stopping)
    {
        var ready = await worker.ReadyAsync(stopping);
        var function = ready.Find(timer.Name) ?? throw new InvalidOperationException("The worker no longer has the function.");
        var response = await ready.InvokeAsync(function, new TypedData { Json = JsonSerializer.Serialize(info) }, [], stopping, id);
        if (response.Result?.Status is not StatusResult.Types.Status.Success)
        {
            stopping.ThrowIfCancellationRequested();
            throw RpcFailure.From(response.Result?.Exception);
        }
    }

    [LoggerMessage(3, LogLevel.Error, "Timer function {FunctionName} failed (invocation {InvocationId}).")]
    private partial void LogFailure(Exception? exception, string functionName, string invocationId);

    [LoggerMessage(4, LogLevel.Critical, "The schedule of timer function {FunctionName} has ended.")]
    private partial void LogEnded(Exception exception, string functionName);
}
