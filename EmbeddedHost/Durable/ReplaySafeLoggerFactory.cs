using Microsoft.Extensions.Logging;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Makes replay-safe loggers of another factory, which it does not own.</summary>
internal sealed class ReplaySafeLoggerFactory(Func<ILoggerFactory> inner, Func<bool> isReplaying) : ILoggerFactory
{
    private const int DeepestWrapping = 10;

    /// <summary>The factory beneath replay-safe ones, so that a wrapped context's loggers are not wrapped twice.</summary>
    public static ILoggerFactory Unwrap(ILoggerFactory factory)
    {
        for (var depth = 0; factory is ReplaySafeLoggerFactory wrapped; depth++)
        {
            factory = depth < DeepestWrapping
                ? wrapped.Inner
                : throw new InvalidOperationException("The context's LoggerFactory wraps itself; delegate to the inner context's ReplaySafeLoggerFactory.");
        }

        return factory;
    }

    private ILoggerFactory Inner => inner();

    public ILogger CreateLogger(string categoryName) => new ReplaySafeLogger(Unwrap(inner()).CreateLogger(categoryName), isReplaying);

    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("A replay-safe logger factory takes no providers.");

    public void Dispose()
    {
    }
}
