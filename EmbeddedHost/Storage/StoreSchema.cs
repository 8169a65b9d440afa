using System.Globalization;
using Microsoft.Data.Sqlite;

namespace BadgeFunctions.EmbeddedHost.Storage;

/// <summary>The tables of the durable store, and which versions of them this build can read.</summary>
internal static class StoreSchema
{
    /// <summary>3: history as Durable Task's protobuf events. Before, it was JSON of an engine of our own.</summary>
    public const int Version = 3;

    // "BDGE"; tells our files from other SQLite databases.
    private const long ApplicationId = 0x42444745;

    private const string Tables = """
        CREATE TABLE instances (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            version TEXT,
            status INTEGER NOT NULL,
            created INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            start_at INTEGER,
            execution INTEGER NOT NULL DEFAULT 0,
            parent_key INTEGER,
            begun BLOB NOT NULL,
            output TEXT,
            failure BLOB,
            custom_status TEXT
        ) STRICT;
        CREATE INDEX unfinished_instances ON instances (key) WHERE status IN (0, 6, 7);
        CREATE INDEX sub_orchestrations ON instances (parent_key) WHERE parent_key IS NOT NULL;
        CREATE TABLE log (
            instance INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            at INTEGER NOT NULL,
            through INTEGER NOT NULL,
            data BLOB NOT NULL,
            PRIMARY KEY (instance, sequence)
        ) STRICT, WITHOUT ROWID;
        """;

    /// <summary>Makes sure that the database has the tables of this version.</summary>
    /// <exception cref="InvalidOperationException">The database is another application's, or of another version.</exception>
    public static void Ensure(SqliteConnection connection)
    {
        var application = Read(connection, "PRAGMA application_id");
        var version = Read(connection, "PRAGMA user_version");
        if (application == 0 && version == 0 && Read(connection, "SELECT count(*) FROM sqlite_schema") == 0)
        {
            Run(connection, string.Create(CultureInfo.InvariantCulture, $"""
                BEGIN IMMEDIATE;
                {Tables}
                PRAGMA application_id = {ApplicationId};
                PRAGMA user_version = {Version};
                COMMIT;
                """));
        }
        else if (application != ApplicationId)
        {
            throw new InvalidOperationException($"'{connection.DataSource}' is a database of another application, not a durable store.");
        }
        else if (version > Version)
        {
            throw new InvalidOperationException(
                $"The durable store '{connection.DataSource}' has schema version {version}; this build knows versions up to {Version}. "
                + "Run the newer build, or point this one at another file.");
        }
        else if (version < Version)
        {
            throw new InvalidOperationException(
                $"The durable store '{connection.DataSource}' is of a former engine (schema version {version}), whose history this build cannot "
                + "replay. Let the former build finish its orchestrations, or move the file away: badges are in Table storage, and "
                + "POST /api/admin/badges/{badgeId}/retry starts a badge's workflow anew.");
        }
    }

    public static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of this folder.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public static long Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of this folder.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }
}
