using System.Diagnostics;
using BadgeFunctions.EmbeddedHost.Functions;
using BadgeFunctions.EmbeddedHost.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BadgeFunctions.EmbeddedHost.Timers;

/// <summary>Runs one timer function on its schedule, one run after the other.</summary>
/// <remarks>
/// Occurrences that pass while the host is down, or while a run takes longer than the schedule's interval, are made up
/// for by one run that is past due. A run that the host's stop interrupts is not recorded, so it is made up for too.
/// </remarks>
internal sealed partial class TimerLoop(
    TimerFunction timer, TimerRecord record, FunctionInvoker invoker, IServiceScopeFactory scopes, TimeProvider time, ILogger logger)
{
    // Timers of the system take no more than 49 days.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            var last = await record.OpenAsync(stopping);
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
        await using var scope = scopes.CreateAsyncScope();
        var info = new TimerInfo { IsPastDue = isPastDue, ScheduleStatus = record.Describe(occurrence) };
        var invocation = new FunctionInvocation(timer.Function, info, scope.ServiceProvider, stopping);

        using var span = HostTracing.StartTimer(timer.Name);
        try
        {
            await invoker.InvokeAsync(invocation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            span?.SetStatus(ActivityStatusCode.Error, exception.Message);
            LogFailure(exception, timer.Name, invocation.InvocationId);
        }

        await record.CloseAsync(occurrence, CancellationToken.None);
        return occurrence;
    }

    [LoggerMessage(3, LogLevel.Error, "Timer function {FunctionName} failed (invocation {InvocationId}).")]
    private partial void LogFailure(Exception exception, string functionName, string invocationId);
}
