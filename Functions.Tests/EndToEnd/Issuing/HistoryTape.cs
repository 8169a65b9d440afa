using System.Text.Json;
using BadgeFunctions.EmbeddedHost.Durable;
using BadgeFunctions.EmbeddedHost.Storage;
using Microsoft.Data.Sqlite;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Issuing;

/// <summary>
/// Copies what an engine commits, by triggers in its database: the log, which continue-as-new would clear, and the changes of the
/// instance's row.
/// </summary>
internal sealed class HistoryTape : IDisposable
{
    private const int RowOfInstance = -1;

    private readonly SqliteConnection _connection;

    public HistoryTape(string databasePath)
    {
        _connection = new SqliteConnection($"Data Source={databasePath};Pooling=False");
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText = """
            CREATE TABLE tape (place INTEGER PRIMARY KEY, kind INTEGER, sequence INTEGER, data TEXT);
            CREATE TRIGGER tape_log AFTER INSERT ON log BEGIN
                INSERT INTO tape (kind, sequence, data) VALUES (new.kind, new.sequence, new.data);
            END;
            CREATE TRIGGER tape_instance AFTER UPDATE ON instances BEGIN
                INSERT INTO tape (kind, data) VALUES (-1, json_object(
                    'status', new.status, 'execution', new.execution, 'input', json(new.input),
                    'output', json(new.output), 'customStatus', json(new.custom_status)));
            END;
            """;
        command.ExecuteNonQuery();
    }

    /// <summary>What was recorded of the one instance that ran.</summary>
    public RecordedHistory Read(string instance, string? version)
    {
        using var first = _connection.CreateCommand();
        first.CommandText = "SELECT data FROM tape WHERE kind = -1 ORDER BY place LIMIT 1";
        var input = Parse((string)first.ExecuteScalar()!).GetProperty("input");

        List<RecordedLife> lives = [];
        Life life = new(input, null);
        foreach (var row in Rows())
        {
            switch (row.Kind)
            {
                case (int)LogKind.Restart:
                    lives.Add(life.ToRecord());
                    life = new Life(life.NextInput, Cleaned(HistoryJson.ReadRestart(row.Data)));
                    break;
                case (int)LogKind.Turn:
                    life.Take(Parse(row.Data));
                    break;
                case RowOfInstance:
                    life.Update(Parse(row.Data));
                    break;
                default:
                    life.Hear(row.Sequence, Cleaned(HistoryJson.ReadEvent(row.Data)));
                    break;
            }
        }

        lives.Add(life.ToRecord());
        return new RecordedHistory(instance, version, lives);
    }

    public void Dispose() => _connection.Dispose();

    private static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);

    // A stack names the folders of the machine that recorded, and a trace is another one each time.
    private static JsonElement Cleaned(HistoryEvent happened) => Parse(HistoryJson.Write(happened switch
    {
        ActivityFailed failed => failed with { Failure = failed.Failure with { Stack = null } },
        EventRaised raised => raised with { Trace = null },
        _ => happened,
    }));

    private static JsonElement Cleaned(ExecutionRestarted restarted) => Parse(HistoryJson.Write(
        restarted with { Events = [.. restarted.Events.Select(raised => raised with { Trace = null })] }));

    private List<(int Kind, long Sequence, string Data)> Rows()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT kind, ifnull(sequence, 0), data FROM tape ORDER BY place";
        using var reader = command.ExecuteReader();
        List<(int, long, string)> rows = [];
        while (reader.Read())
        {
            rows.Add((reader.GetInt32(0), reader.GetInt64(1), reader.GetString(2)));
        }

        return rows;
    }

    private sealed class Life(JsonElement input, JsonElement? restart)
    {
        private readonly List<RecordedStep> _steps = [];
        private readonly Queue<(long Sequence, JsonElement Event)> _unread = new();
        private int? _execution;

        public JsonElement NextInput { get; private set; }

        public void Hear(long sequence, JsonElement happened) => _unread.Enqueue((sequence, happened));

        public void Take(JsonElement turn)
        {
            List<JsonElement> events = [];
            while (_unread.TryPeek(out var next) && next.Sequence <= turn.GetProperty("through").GetInt64())
            {
                events.Add(_unread.Dequeue().Event);
            }

            _steps.Add(new RecordedStep(events, turn, _steps.Count > 0 ? _steps[^1].CustomStatus : null, null));
        }

        // Of the transaction of the step that was taken last.
        public void Update(JsonElement row)
        {
            _execution ??= row.GetProperty("execution").GetInt32();
            if (_steps.Count == 0)
            {
                return;
            }

            var status = (OrchestrationRuntimeStatus)row.GetProperty("status").GetInt32();
            NextInput = row.GetProperty("input");
            _steps[^1] = _steps[^1] with
            {
                CustomStatus = row.GetProperty("customStatus"),
                Outcome = row.GetProperty("execution").GetInt32() != _execution
                    ? new RecordedOutcome(null, null, NextInput)
                    : status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed
                        ? new RecordedOutcome(status, row.GetProperty("output"), null)
                        : null,
            };
        }

        public RecordedLife ToRecord() => new(input, restart, _steps);
    }
}
