namespace BadgeFunctions.EmbeddedHost.Storage;

/// <summary>Holds a database for one engine. The operating system lets go of it when the process dies.</summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _file;

    /// <exception cref="InvalidOperationException">Another engine holds the database.</exception>
    public StoreLock(string databasePath)
    {
        try
        {
            _file = new FileStream($"{databasePath}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new InvalidOperationException(
                $"The durable store '{databasePath}' is in use by another process; stop that, or set another database path.", exception);
        }
    }

    public void Dispose() => _file.Dispose();
}
