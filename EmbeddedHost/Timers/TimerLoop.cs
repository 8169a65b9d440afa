using System.Diagnostics;
using System.Text.Json;
using BadgeFunctions.EmbeddedHost.Hosting;
using BadgeFunctions.EmbeddedHost.Worker;
using BadgeFunctions.EmbeddedHost.Worker.Rpc;

namespace BadgeFunctions.EmbeddedHost.Timers;

/// <summary>
/// Runs one timer function on its schedule, one run after the other. A monitored schedule has a record below the data directory;
/// one that cannot be read or written is logged, and the schedule goes on without it.
/// </summary>
/// <remarks>
/// Occurrences that pass while the host is down, or while a run takes longer than the schedule's interval, are made up
/// for by one run that is past due. A run that the host's stop interrupts is not recorded, so it is made up for too.
/// </remarks>
internal sealed partial class TimerLoop(
    TimerFunction timer, string dataDirectory, FunctionsWorker worker, TimeProvider time, ILogger<TimerLoop> logger)
{
    // Timers of the system take no more than 49 days.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    private readonly string _path = Path.Combine(dataDirectory, "timers", $"{timer.Name}.json");
    private ScheduleStatus? _status;

    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            var last = Open();
            if (timer.RunOnStartup)
            {
                var isPastDue = IsPastDue(last);
                await RunOnceAsync(last = time.GetUtcNow(), isPastDue, stopping);
            }

            while (true)
            {
                var isPastDue = IsPastDue(last);
                last = isPastDue ? time.GetUtcNow() : timer.Schedule.Next(last);
                for (var delay = last - time.GetUtcNow(); delay > TimeSpan.Zero; delay = last - time.GetUtcNow())
                {
                    // A delay ends on a whole millisecond: what is left of one would be no delay at all.
                    delay = TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds));
                    await Task.Delay(delay < LongestDelay ? delay : LongestDelay, time, stopping);
                }

                await RunOnceAsync(last, isPastDue, stopping);
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

    private bool IsPastDue(DateTimeOffset last) => timer.Schedule.Next(last) <= time.GetUtcNow();

    private async Task RunOnceAsync(DateTimeOffset occurrence, bool isPastDue, CancellationToken stopping)
    {
        var id = Guid.NewGuid().ToString();
        var next = timer.Schedule.Next(occurrence).UtcDateTime;
        using var span = HostTracing.StartTimer(timer.Name);
        HostTracing.Describe(timer.Name, id);
        try
        {
            var ready = await worker.ReadyAsync(stopping);
            var function = ready.Find(timer.Name) ?? throw new InvalidOperationException("The worker no longer has the function.");
            var info = new TimerInfo(_status is null ? null : _status with { Next = next }, isPastDue);
            await ready.InvokeAsync(function, new TypedData { Json = JsonSerializer.Serialize(info) }, [], stopping, id);
        }
        catch (Exception exception)
        {
            stopping.ThrowIfCancellationRequested();
            span?.SetStatus(ActivityStatusCode.Error, exception.Message);

            // The worker has logged its exception itself.
            LogFailure(exception is RpcFailure ? null : exception, timer.Name, id);
        }

        Record(occurrence.UtcDateTime, next);
    }

    // The time from which the next occurrence counts.
    private DateTimeOffset Open()
    {
        var now = time.GetUtcNow();
        try
        {
            if (timer.IsMonitored && File.Exists(_path)
                && JsonSerializer.Deserialize<ScheduleStatus>(File.ReadAllBytes(_path)) is { } status)
            {
                _status = status;
                return new DateTimeOffset(status.Last == default ? status.LastUpdated : status.Last, TimeSpan.Zero);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            LogRecord(exception, timer.Name);
        }

        // Begun before the first occurrence, so that this one is missed too if the app is down.
        Record(last: default, timer.Schedule.Next(now).UtcDateTime);
        return now;
    }

    private void Record(DateTime last, DateTime next)
    {
        if (!timer.IsMonitored)
        {
            return;
        }

        _status = new ScheduleStatus(last, time.GetUtcNow().UtcDateTime, next);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);

            // A process that dies while it writes leaves the previous record.
            using (var file = File.Create(_path + ".new"))
            {
                JsonSerializer.Serialize(file, _status);
                file.Flush(flushToDisk: true);
            }

            File.Move(_path + ".new", _path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogRecord(exception, timer.Name);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The record of timer function {FunctionName} cannot be read or written; it does without.")]
    private partial void LogRecord(Exception exception, string functionName);

    [LoggerMessage(3, LogLevel.Error, "Timer function {FunctionName} failed (invocation {InvocationId}).")]
    private partial void LogFailure(Exception? exception, string functionName, string invocationId);

    [LoggerMessage(4, LogLevel.Critical, "The schedule of timer function {FunctionName} has ended.")]
    private partial void LogEnded(Exception exception, string functionName);
}

/// <summary>The occurrences of a monitored schedule, in UTC: what is recorded, and what a function is told.</summary>
internal sealed record ScheduleStatus(DateTime Last, DateTime LastUpdated, DateTime Next);

/// <summary>What a timer function is called with. The names are those of the timer extension.</summary>
internal sealed record TimerInfo(ScheduleStatus? ScheduleStatus, bool IsPastDue);
