using BadgeFunctions.EmbeddedHost.Worker.Rpc;

namespace BadgeFunctions.EmbeddedHost.Worker;

/// <summary>Writes what the worker logs to the host's logs, under the worker's categories.</summary>
internal sealed class WorkerLogs(ILoggerFactory loggers)
{
    public void Write(RpcLog log)
    {
        var level = (LogLevel)log.Level;
        var logger = loggers.CreateLogger(log.Category is { Length: > 0 } category ? category : "Worker");
        if (log.LogCategory is not RpcLog.Types.RpcLogCategory.CustomMetric && logger.IsEnabled(level))
        {
            logger.Log(level, default, log.Message, log.Exception is null ? null : RpcFailure.From(log.Exception), static (message, _) => message);
        }
    }
}
