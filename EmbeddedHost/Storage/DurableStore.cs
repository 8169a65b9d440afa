using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace BadgeFunctions.EmbeddedHost.Storage;

/// <summary>The SQLite database of a task hub: one writer, any number of readers.</summary>
internal sealed class DurableStore : IDisposable
{
    private readonly StoreLock _storeLock;
    private readonly string _connectionString;
    private readonly ConcurrentBag<StoreReader> _idleReaders = [];
    private volatile bool _disposed;

    private DurableStore(StoreLock storeLock, SqliteConnection connection, string connectionString)
    {
        _storeLock = storeLock;
        _connectionString = connectionString;
        Writer = new StoreWriter(connection);
    }

    /// <summary>For one thread only.</summary>
    public StoreWriter Writer { get; }

    /// <summary>Opens the database, and creates it where there is none.</summary>
    /// <param name="path">The database file.</param>
    /// <param name="maxPages">The most pages that the file may have; <c>null</c> for SQLite's own limit.</param>
    /// <exception cref="InvalidOperationException">The database is in use, of another version, or none of ours.</exception>
    public static DurableStore Open(string path, long? maxPages)
    {
        var fullPath = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(fullPath)!);
        var storeLock = new StoreLock(fullPath);
        var connectionString = new SqliteConnectionStringBuilder { DataSource = fullPath, Pooling = false }.ToString();
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            StoreSchema.Ensure(connection);
            StoreSchema.Run(connection, """
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA wal_autocheckpoint = 4000;
                PRAGMA cache_size = -32000;
                """);
            if (maxPages is { } pages)
            {
                StoreSchema.Run(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {pages}"));
            }

            return new DurableStore(storeLock, connection, connectionString);
        }
        catch
        {
            connection.Dispose();
            storeLock.Dispose();
            throw;
        }
    }

    /// <summary>Reads with a connection of the caller's own.</summary>
    public T Read<T>(Func<StoreReader, T> read)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_idleReaders.TryTake(out var reader))
        {
            reader = new StoreReader(_connectionString);
        }

        try
        {
            return read(reader);
        }
        finally
        {
            Return(reader);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idleReaders.TryTake(out var reader))
        {
            reader.Dispose();
        }

        Writer.Dispose();
        _storeLock.Dispose();
    }

    private void Return(StoreReader reader)
    {
        if (_disposed)
        {
            reader.Dispose();
        }
        else
        {
            _idleReaders.Add(reader);
        }
    }
}
