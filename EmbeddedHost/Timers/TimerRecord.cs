using System.Text.Json;

namespace BadgeFunctions.EmbeddedHost.Timers;

/// <summary>
/// One timer's record: a file below the data directory, if its schedule is monitored. A record that cannot be read or written
/// is logged; the schedule goes on without it.
/// </summary>
internal sealed partial class TimerRecord(TimerFunction timer, string dataDirectory, TimeProvider time, ILogger logger)
{
    private readonly string _path = Path.Combine(dataDirectory, "timers", $"{timer.Name}.json");
    private ScheduleStatus? _status;

    /// <summary>Reads the record, or begins one, and answers the time from which the next occurrence counts.</summary>
    public async Task<DateTimeOffset> OpenAsync()
    {
        var now = time.GetUtcNow();
        if (!timer.IsMonitored)
        {
            return now;
        }

        _status = await ReadAsync();
        if (_status is not null)
        {
            return new DateTimeOffset(_status.Last == default ? _status.LastUpdated : _status.Last, TimeSpan.Zero);
        }

        // Begun before the first occurrence, so that this one is missed too if the app is down.
        await WriteAsync(new ScheduleStatus { Next = timer.Schedule.Next(now).UtcDateTime, LastUpdated = now.UtcDateTime });
        return now;
    }

    /// <summary>What the function is told of an occurrence.</summary>
    public ScheduleStatus? Describe(DateTimeOffset occurrence) =>
        _status is null ? null : _status with { Next = timer.Schedule.Next(occurrence).UtcDateTime };

    /// <summary>Records that an occurrence ran.</summary>
    public Task CloseAsync(DateTimeOffset occurrence) => !timer.IsMonitored ? Task.CompletedTask : WriteAsync(new ScheduleStatus
    {
        Last = occurrence.UtcDateTime,
        Next = timer.Schedule.Next(occurrence).UtcDateTime,
        LastUpdated = time.GetUtcNow().UtcDateTime,
    });

    private async Task<ScheduleStatus?> ReadAsync()
    {
        try
        {
            return File.Exists(_path) ? JsonSerializer.Deserialize<ScheduleStatus>(await File.ReadAllBytesAsync(_path)) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            LogUnreadable(exception, timer.Name);
            return null;
        }
    }

    private async Task WriteAsync(ScheduleStatus status)
    {
        _status = status;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);

            // A process that dies while it writes leaves the previous record.
            await using (var file = File.Create(_path + ".new"))
            {
                await JsonSerializer.SerializeAsync(file, status);
                file.Flush(flushToDisk: true);
            }

            File.Move(_path + ".new", _path, overwrite: true);
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
