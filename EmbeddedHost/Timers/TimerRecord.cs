using System.Text.Json;

namespace BadgeFunctions.EmbeddedHost.Timers;

/// <summary>One timer's record. A record that cannot be read or written is logged; the schedule goes on without it.</summary>
internal sealed partial class TimerRecord(TimerFunction timer, TimerStatusStore store, TimeProvider time, ILogger logger)
{
    private ScheduleStatus? _status;

    /// <summary>Reads the record, or begins one, and answers the time from which the next occurrence counts.</summary>
    public async Task<DateTimeOffset> OpenAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!timer.IsMonitored)
        {
            return now;
        }

        _status = await ReadAsync(cancellationToken);
        if (_status is not null)
        {
            return new DateTimeOffset(_status.Last == default ? _status.LastUpdated : _status.Last, TimeSpan.Zero);
        }

        // Begun before the first occurrence, so that this one is missed too if the app is down.
        await WriteAsync(new ScheduleStatus { Next = timer.Schedule.Next(now).UtcDateTime, LastUpdated = now.UtcDateTime }, cancellationToken);
        return now;
    }

    /// <summary>What the function is told of an occurrence.</summary>
    public ScheduleStatus? Describe(DateTimeOffset occurrence) => _status is null ? null : new ScheduleStatus
    {
        Last = _status.Last,
        Next = timer.Schedule.Next(occurrence).UtcDateTime,
        LastUpdated = _status.LastUpdated,
    };

    /// <summary>Records that an occurrence ran.</summary>
    public async Task CloseAsync(DateTimeOffset occurrence, CancellationToken cancellationToken)
    {
        if (timer.IsMonitored)
        {
            await WriteAsync(
                new ScheduleStatus
                {
                    Last = occurrence.UtcDateTime,
                    Next = timer.Schedule.Next(occurrence).UtcDateTime,
                    LastUpdated = time.GetUtcNow().UtcDateTime,
                },
                cancellationToken);
        }
    }

    private async Task<ScheduleStatus?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadAsync(timer.Name, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            LogUnreadable(exception, timer.Name);
            return null;
        }
    }

    private async Task WriteAsync(ScheduleStatus status, CancellationToken cancellationToken)
    {
        _status = status;
        try
        {
            await store.WriteAsync(timer.Name, status, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogUnwritable(exception, timer.Name);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The record of timer function {FunctionName} cannot be read; its schedule begins anew.")]
    private partial void LogUnreadable(Exception exception, string functionName);

    [LoggerMessage(2, LogLevel.Error, "The record of timer function {FunctionName} cannot be written.")]
    private partial void LogUnwritable(Exception exception, string functionName);
}
