using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;

/// <summary>Keeps what the host logs.</summary>
internal sealed class RecordedLogs : ILoggerProvider
{
    private const int Last = 30;

    private readonly ConcurrentQueue<RecordedLog> _logs = new();

    public IReadOnlyCollection<RecordedLog> All => _logs;

    public IEnumerable<RecordedLog> Errors => _logs.Where(log => log.Level >= LogLevel.Error);

    /// <summary>Why a test may wait in vain: all warnings and errors, and what was logged last.</summary>
    public override string ToString() => string.Join(
        '\n',
        _logs.Where(log => log.Level >= LogLevel.Warning).Concat(_logs.TakeLast(Last)).Select(log => $"{log.Level}: {log.Message} {log.Exception}"));

    public ILogger CreateLogger(string categoryName) => new Recorder(_logs);

    public void Dispose()
    {
    }

    internal sealed record RecordedLog(LogLevel Level, string Message, Exception? Exception);

    private sealed class Recorder(ConcurrentQueue<RecordedLog> logs) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logs.Enqueue(new RecordedLog(logLevel, formatter(state, exception), exception));
    }
}
