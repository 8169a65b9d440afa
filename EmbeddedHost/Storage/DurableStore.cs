using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace BadgeFunctions.EmbeddedHost.Storage;

/// <summary>The SQLite database of a task hub: one writer, any number of readers.</summary>
internal sealed class DurableStore : IDisposable
{
    private readonly FileStream _lock;
    private readonly string _connectionString;
    private readonly ConcurrentBag<StoreReader> _idleReaders = [];
    private volatile bool _disposed;

    /// <summary>Opens the database, and creates it where there is none.</summary>
    /// <param name="path">The database file.</param>
    /// <param name="maxPages">The most pages that the file may have; <c>null</c> for SQLite's own limit.</param>
    /// <exception cref="InvalidOperationException">The database is in use, of another version, or none of ours.</exception>
    public DurableStore(string path, long? maxPages)
    {
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _lock = Lock(path);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            StoreSchema.Ensure(connection);
            StoreSchema.Run(connection, $"""
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA wal_autocheckpoint = 4000;
                PRAGMA cache_size = -32000;
                {(maxPages is { } pages ? $"PRAGMA max_page_count = {pages}" : "")}
                """);
            Writer = new StoreWriter(connection);
        }
        catch
        {
            connection.Dispose();
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>For one thread only.</summary>
    public StoreWriter Writer { get; }

    /// <summary>Reads what is committed, with a connection of the caller's own.</summary>
    public T Read<T>(Func<StoreReader, T> read)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var reader = _idleReaders.TryTake(out var idle) ? idle : new StoreReader(_connectionString);
        try
        {
            return read(reader);
        }
        finally
        {
            _idleReaders.Add(reader);
            DisposeReaders(_disposed);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        DisposeReaders(true);
        Writer.Dispose();
        _lock.Dispose();
    }

    // Holds the database for one engine. The operating system lets go of it when the process dies.
    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream($"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new InvalidOperationException(
                $"The durable store '{path}' is in use by another process; stop that, or set another database path.", exception);
        }
    }

    private void DisposeReaders(bool all)
    {
        while (all && _idleReaders.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }
}
