using Microsoft.Data.Sqlite;

namespace BadgeFunctions.EmbeddedHost.Storage;

/// <summary>A connection that reads what is committed. For one caller at a time.</summary>
internal sealed class StoreReader : Statements
{
    private const string Columns =
        "key, id, status, created, "
        + "max(updated, ifnull((SELECT at FROM log WHERE instance = key ORDER BY sequence DESC LIMIT 1), 0)) AS updated, "
        + "start_at, execution, begun, output, failure, custom_status";

    private readonly SqliteCommand _byId;
    private readonly SqliteCommand _byKey;
    private readonly SqliteCommand _log;
    private readonly SqliteCommand _unfinished;
    private readonly SqliteCommand _filtered;

    public StoreReader(string connectionString)
        : base(new SqliteConnection(connectionString))
    {
        Connection.Open();
        StoreSchema.Run(Connection, "PRAGMA query_only = 1");
        _byId = Prepare($"SELECT {Columns} FROM instances WHERE id = $1", 1);
        _byKey = Prepare($"SELECT {Columns} FROM instances WHERE key = $1", 1);
        _log = Prepare("SELECT sequence, kind, through, data FROM log WHERE instance = $1 ORDER BY sequence", 1);
        _unfinished = Prepare($"SELECT {Columns} FROM instances WHERE status IN (0, 6, 7) ORDER BY key", 0);
        _filtered = Prepare($"""
            SELECT * FROM (SELECT {Columns} FROM instances) AS found
            WHERE key > $1
              AND ($2 IS NULL OR created >= $2) AND ($3 IS NULL OR created <= $3)
              AND ($4 IS NULL OR updated >= $4) AND ($5 IS NULL OR updated <= $5)
              AND ($6 IS NULL OR ($6 >> status) & 1 = 1)
              AND ($7 IS NULL OR substr(id, 1, length($7)) = $7)
            ORDER BY key LIMIT $8
            """, 8);
    }

    public StoredInstance? Find(string id)
    {
        using var rows = _byId.Query(id);
        return rows.Read() ? ReadInstance(rows) : null;
    }

    public StoredInstance? Find(long key)
    {
        using var rows = _byKey.Query(key);
        return rows.Read() ? ReadInstance(rows) : null;
    }

    /// <summary>The instances that a filter finds, in the order in which they were created.</summary>
    public IReadOnlyList<StoredInstance> Find(InstanceFilter filter, long afterKey, int limit)
    {
        using var rows = _filtered.Query(
            afterKey,
            filter.CreatedFrom?.Ticks,
            filter.CreatedTo?.Ticks,
            filter.UpdatedFrom?.Ticks,
            filter.UpdatedTo?.Ticks,
            filter.Statuses?.Aggregate(0L, (mask, status) => mask | (1L << (int)status)),
            filter.IdPrefix,
            limit);
        return ReadInstances(rows);
    }

    /// <summary>All instances that have not ended.</summary>
    public IReadOnlyList<StoredInstance> FindUnfinished()
    {
        using var rows = _unfinished.Query();
        return ReadInstances(rows);
    }

    /// <summary>The key that the newest instance has; 0 when there is none.</summary>
    public long LastKey() => StoreSchema.Read(Connection, "SELECT ifnull(max(key), 0) FROM instances");

    public IReadOnlyList<LogRow> ReadLog(long key)
    {
        using var rows = _log.Query(key);
        List<LogRow> records = [];
        while (rows.Read())
        {
            records.Add(new LogRow(rows.GetInt64(0), (LogKind)rows.GetInt32(1), rows.GetInt64(2), rows.GetFieldValue<byte[]>(3)));
        }

        return records;
    }

    private static List<StoredInstance> ReadInstances(SqliteDataReader rows)
    {
        List<StoredInstance> instances = [];
        while (rows.Read())
        {
            instances.Add(ReadInstance(rows));
        }

        return instances;
    }

    private static StoredInstance ReadInstance(SqliteDataReader rows) => new(
        rows.GetInt64(0),
        rows.GetString(1),
        (P.OrchestrationStatus)rows.GetInt32(2),
        Time(rows, 3),
        Time(rows, 4),
        rows.IsDBNull(5) ? null : Time(rows, 5),
        rows.GetInt32(6),
        P.HistoryChunk.Parser.ParseFrom(rows.GetFieldValue<byte[]>(7)),
        Text(rows, 8),
        rows.IsDBNull(9) ? null : P.TaskFailureDetails.Parser.ParseFrom(rows.GetFieldValue<byte[]>(9)),
        Text(rows, 10));

    private static string? Text(SqliteDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetString(column);

    private static DateTime Time(SqliteDataReader rows, int column) => new(rows.GetInt64(column), DateTimeKind.Utc);
}
