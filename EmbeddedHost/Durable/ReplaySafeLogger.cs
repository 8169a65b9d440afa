using Microsoft.Extensions.Logging;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Writes only what an orchestrator logs for the first time.</summary>
internal sealed class ReplaySafeLogger(ILogger logger, Func<bool> isReplaying) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => logger.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!isReplaying())
        {
            logger.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
