using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace BadgeFunctions.EmbeddedHost.Storage;

/// <summary>The one connection that writes. Begins a transaction with the first statement after a commit.</summary>
internal sealed class StoreWriter : Statements
{
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly SqliteCommand _rollback;
    private readonly SqliteCommand _insertInstance;
    private readonly SqliteCommand _findInstance;
    private readonly SqliteCommand _appendLog;
    private readonly SqliteCommand _setStatus;
    private readonly SqliteCommand _setCustomStatus;
    private readonly SqliteCommand _endInstance;
    private readonly SqliteCommand _restartInstance;
    private readonly SqliteCommand _clearLog;
    private readonly SqliteCommand _deleteLog;
    private readonly SqliteCommand _deleteInstance;
    private readonly SqliteCommand _findChildren;
    private bool _begun;

    public StoreWriter(SqliteConnection connection)
        : base(connection)
    {
        _begin = Prepare("BEGIN IMMEDIATE", 0);
        _commit = Prepare("COMMIT", 0);
        _rollback = Prepare("ROLLBACK", 0);
        _insertInstance = Prepare("""
            INSERT INTO instances (key, id, name, version, status, created, updated, start_at, parent_key, begun)
            VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING
            """, 9);
        _findInstance = Prepare("SELECT key, status FROM instances WHERE id = $1", 1);
        _appendLog = Prepare("INSERT INTO log (instance, sequence, kind, at, through, data) VALUES ($1, $2, $3, $4, $5, $6)", 6);
        _setStatus = Prepare("UPDATE instances SET status = $2, output = $3, updated = $4 WHERE key = $1", 4);
        _setCustomStatus = Prepare("UPDATE instances SET custom_status = $2, updated = $3 WHERE key = $1", 3);
        _endInstance = Prepare("UPDATE instances SET status = $2, output = $3, failure = $4, updated = $5 WHERE key = $1", 5);
        _restartInstance = Prepare("""
            UPDATE instances SET version = $2, execution = $3, begun = $4, updated = $5 WHERE key = $1
            """, 5);
        _clearLog = Prepare("DELETE FROM log WHERE instance = $1 AND (sequence <= $2 OR kind <> 0)", 2);
        _deleteLog = Prepare("DELETE FROM log WHERE instance = $1", 1);
        _deleteInstance = Prepare("DELETE FROM instances WHERE key = $1", 1);
        _findChildren = Prepare("SELECT key, id FROM instances WHERE parent_key = $1", 1);
    }

    /// <summary>Makes everything since the last commit durable.</summary>
    public void Commit()
    {
        if (_begun)
        {
            _commit.Execute();
            _begun = false;
        }
    }

    /// <summary>Forgets everything since the last commit.</summary>
    public void Rollback()
    {
        if (_begun)
        {
            _begun = false;

            // SQLite rolls back by itself on some errors, a full disk among them.
            if (SQLitePCL.raw.sqlite3_get_autocommit(Connection.Handle) == 0)
            {
                _rollback.Execute();
            }
        }
    }

    /// <summary>Adds an instance, unless there is one of its id.</summary>
    public bool TryInsert(long key, string id, P.HistoryChunk begun, long? parentKey, DateTime? startAt, DateTime at) => Begun(_insertInstance).Execute(
        key,
        id,
        begun.Events[0].ExecutionStarted.Name,
        begun.Events[0].ExecutionStarted.Version,
        (int)P.OrchestrationStatus.Pending,
        at.Ticks,
        startAt?.Ticks,
        parentKey,
        begun.ToByteArray()) == 1;

    public (long Key, P.OrchestrationStatus Status)? Find(string id)
    {
        using var rows = Begun(_findInstance).Query(id);
        return rows.Read() ? (rows.GetInt64(0), (P.OrchestrationStatus)rows.GetInt32(1)) : null;
    }

    /// <summary>The ids of the sub-orchestrations that an instance has started.</summary>
    public IReadOnlyList<(long Key, string Id)> FindChildren(long key)
    {
        using var rows = Begun(_findChildren).Query(key);
        List<(long, string)> children = [];
        while (rows.Read())
        {
            children.Add((rows.GetInt64(0), rows.GetString(1)));
        }

        return children;
    }

    public void Append(long key, long sequence, LogKind kind, DateTime at, long through, byte[] data) =>
        Begun(_appendLog).Execute(key, sequence, (int)kind, at.Ticks, through, data);

    public void SetStatus(long key, P.OrchestrationStatus status, string? output, DateTime at) =>
        Begun(_setStatus).Execute(key, (int)status, output, at.Ticks);

    public void SetCustomStatus(long key, string? customStatus, DateTime at) =>
        Begun(_setCustomStatus).Execute(key, customStatus, at.Ticks);

    public void End(long key, P.OrchestrationStatus status, string? output, P.TaskFailureDetails? failure, DateTime at) =>
        Begun(_endInstance).Execute(key, (int)status, output, failure?.ToByteArray(), at.Ticks);

    /// <summary>Begins a new execution: only events from outside after <paramref name="through"/> stay in the log.</summary>
    public void Restart(long key, int execution, P.HistoryChunk begun, long through, DateTime at)
    {
        Begun(_restartInstance).Execute(key, begun.Events[0].ExecutionStarted.Version, execution, begun.ToByteArray(), at.Ticks);
        _clearLog.Execute(key, through);
    }

    public void Delete(long key)
    {
        Begun(_deleteLog).Execute(key);
        _deleteInstance.Execute(key);
    }

    private SqliteCommand Begun(SqliteCommand statement)
    {
        if (!_begun)
        {
            _begin.Execute();
            _begun = true;
        }

        return statement;
    }
}
