using System.Text.Json;

namespace BadgeFunctions.EmbeddedHost.Timers;

/// <summary>Records the occurrences of monitored schedules: a file for each timer below the data directory.</summary>
internal sealed class TimerStatusStore(string dataDirectory)
{
    private readonly string _folder = Path.Combine(dataDirectory, "timers");

    /// <summary>The record of a timer; null if there is none.</summary>
    public async Task<ScheduleStatus?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        if (!File.Exists(path))
        {
            return null;
        }

        await using var file = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<ScheduleStatus>(file, cancellationToken: cancellationToken);
    }

    public async Task WriteAsync(string name, ScheduleStatus status, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);

        // A process that dies while it writes leaves the previous record.
        var unfinished = PathOf(name) + ".new";
        await using (var file = File.Create(unfinished))
        {
            await JsonSerializer.SerializeAsync(file, status, cancellationToken: cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, PathOf(name), overwrite: true);
    }

    private string PathOf(string name) => Path.Combine(_folder, $"{name}.json");
}
