using System.Collections.Concurrent;
using System.Threading.Channels;
using BadgeFunctions.EmbeddedHost.Durable;
using BadgeFunctions.EmbeddedHost.Worker.Rpc;
using Grpc.Core;

namespace BadgeFunctions.EmbeddedHost.Worker;

/// <summary>The stream that one worker opens to the host: what the host asks, and what the worker answers and logs.</summary>
internal sealed class WorkerChannel(FunctionsWorker worker, ILoggerFactory loggers) : FunctionRpc.FunctionRpcBase
{
    private readonly Channel<StreamingMessage> _unsent =
        Channel.CreateUnbounded<StreamingMessage>(new UnboundedChannelOptions { SingleReader = true });

    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _unanswered = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the stream has ended.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Whether an answer of the worker is outstanding.</summary>
    public bool IsAwaited => !_unanswered.IsEmpty;

    /// <summary>Serves the stream until one side ends it. Calls that have no answer by then fail.</summary>
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken)
            || requestStream.Current.StartStream is not { } start
            || !worker.Accept(start.WorkerId, this))
        {
            throw new Grpc.Core.RpcException(new Status(StatusCode.PermissionDenied, "This host did not start the worker."));
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        Task[] directions = [SendAsync(responseStream, ending.Token), ReceiveAsync(requestStream, ending.Token)];
        await Task.WhenAny(directions);
        await ending.CancelAsync();
        await Task.WhenAll(directions).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        Close();
        foreach (var id in _unanswered.Keys)
        {
            Fail(id);
        }

        _closed.TrySetResult();
    }

    /// <summary>Ends the stream.</summary>
    public void Close() => _unsent.Writer.TryComplete();

    /// <summary>Asks the worker something and waits for its answer.</summary>
    /// <exception cref="WorkerLostException">The worker ended before it answered.</exception>
    public Task<StreamingMessage> AskAsync(StreamingMessage request)
    {
        var answer = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        request.RequestId = Guid.NewGuid().ToString();
        _unanswered[request.RequestId] = answer;
        if (!_unsent.Writer.TryWrite(request))
        {
            Fail(request.RequestId);
        }

        return answer.Task;
    }

    /// <summary>Tells the worker something that it need not answer.</summary>
    public void Tell(StreamingMessage message) => _unsent.Writer.TryWrite(message);

    private async Task SendAsync(IServerStreamWriter<StreamingMessage> outgoing, CancellationToken ending)
    {
        await foreach (var message in _unsent.Reader.ReadAllAsync(ending))
        {
            await outgoing.WriteAsync(message, ending);
        }
    }

    private async Task ReceiveAsync(IAsyncStreamReader<StreamingMessage> incoming, CancellationToken ending)
    {
        await foreach (var message in incoming.ReadAllAsync(ending))
        {
            if (message.RpcLog is { } log)
            {
                Write(log);
            }
            else if (_unanswered.TryRemove(message.RequestId, out var answer))
            {
                answer.TrySetResult(message);
            }
        }
    }

    private void Fail(string requestId)
    {
        if (_unanswered.TryRemove(requestId, out var answer))
        {
            answer.TrySetException(new WorkerLostException("The worker ended before it answered."));
        }
    }

    private void Write(RpcLog log)
    {
        if (log.LogCategory is not RpcLog.Types.RpcLogCategory.CustomMetric)
        {
            var exception = log.Exception is null ? null : RpcFailure.From(log.Exception);
            loggers.CreateLogger(log.Category is { Length: > 0 } category ? category : "Worker")
                .Log((LogLevel)log.Level, default, log.Message, exception, static (text, _) => text);
        }
    }
}
