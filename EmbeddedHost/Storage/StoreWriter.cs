using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace BadgeFunctions.EmbeddedHost.Storage;

/// <summary>The one connection that writes. Begins a transaction with the first statement after a commit.</summary>
internal sealed class StoreWriter : IDisposable
{
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _insertInstance;
    private readonly Statement _findInstance;
    private readonly Statement _appendLog;
    private readonly Statement _setStatus;
    private readonly Statement _setCustomStatus;
    private readonly Statement _endInstance;
    private readonly Statement _restartInstance;
    private readonly Statement _clearLog;
    private readonly Statement _deleteLog;
    private readonly Statement _deleteInstance;
    private readonly Statement _findChildren;
    private bool _begun;

    public StoreWriter(SqliteConnection connection)
    {
        Connection = connection;
        _begin = new(connection, "BEGIN IMMEDIATE", 0);
        _commit = new(connection, "COMMIT", 0);
        _rollback = new(connection, "ROLLBACK", 0);
        _insertInstance = new(connection, """
            INSERT INTO instances (key, id, name, version, status, created, updated, start_at, parent_key, begun)
            VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING
            """, 9);
        _findInstance = new(connection, "SELECT key, status FROM instances WHERE id = $1", 1);
        _appendLog = new(connection, "INSERT INTO log (instance, sequence, kind, at, through, data) VALUES ($1, $2, $3, $4, $5, $6)", 6);
        _setStatus = new(connection, "UPDATE instances SET status = $2, output = $3, updated = $4 WHERE key = $1", 4);
        _setCustomStatus = new(connection, "UPDATE instances SET custom_status = $2, updated = $3 WHERE key = $1", 3);
        _endInstance = new(connection, "UPDATE instances SET status = $2, output = $3, failure = $4, updated = $5 WHERE key = $1", 5);
        _restartInstance = new(connection, """
            UPDATE instances SET version = $2, execution = $3, begun = $4, updated = $5 WHERE key = $1
            """, 5);
        _clearLog = new(connection, "DELETE FROM log WHERE instance = $1 AND (sequence <= $2 OR kind <> 0)", 2);
        _deleteLog = new(connection, "DELETE FROM log WHERE instance = $1", 1);
        _deleteInstance = new(connection, "DELETE FROM instances WHERE key = $1", 1);
        _findChildren = new(connection, "SELECT key, id FROM instances WHERE parent_key = $1", 1);
    }

    public SqliteConnection Connection { get; }

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

    public void Dispose()
    {
        foreach (var statement in (Statement[])[
            _begin, _commit, _rollback, _insertInstance, _findInstance, _appendLog, _setStatus, _setCustomStatus, _endInstance,
            _restartInstance, _clearLog, _deleteLog, _deleteInstance, _findChildren])
        {
            statement.Dispose();
        }

        Connection.Dispose();
    }

    private Statement Begun(Statement statement)
    {
        if (!_begun)
        {
            _begin.Execute();
            _begun = true;
        }

        return statement;
    }
}
