using System.Collections.Concurrent;
using System.Threading.Channels;
using BadgeFunctions.EmbeddedHost.Durable;
using BadgeFunctions.EmbeddedHost.Worker.Rpc;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace BadgeFunctions.EmbeddedHost.Worker;

/// <summary>The stream between the host and one worker: what the host asks, and what the worker answers.</summary>
internal sealed class WorkerConnection(
    IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> outgoing, WorkerLogs logs)
{
    private readonly Channel<StreamingMessage> _unsent =
        Channel.CreateUnbounded<StreamingMessage>(new UnboundedChannelOptions { SingleReader = true });

    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _unanswered = new();
    private readonly TaskCompletionSource _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the stream has ended.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Serves the stream until one side ends it. Calls that have no answer by then fail.</summary>
    public async Task RunAsync(CancellationToken aborted)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        Task[] directions = [SendAsync(ending.Token), ReceiveAsync(ending.Token)];
        await Task.WhenAny([.. directions, _closing.Task]);
        await ending.CancelAsync();
        await Task.WhenAll(directions).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        _unsent.Writer.TryComplete();
        foreach (var id in _unanswered.Keys)
        {
            if (_unanswered.TryRemove(id, out var answer))
            {
                answer.TrySetException(Lost());
            }
        }

        _closed.TrySetResult();
    }

    /// <summary>Ends the stream.</summary>
    public void Close() => _closing.TrySetResult();

    /// <summary>Asks the worker something and waits for its answer.</summary>
    /// <exception cref="WorkerLostException">The worker ended before it answered.</exception>
    public Task<StreamingMessage> AskAsync(StreamingMessage request)
    {
        var answer = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        request.RequestId = request.InvocationRequest?.InvocationId ?? Guid.NewGuid().ToString();
        _unanswered[request.RequestId] = answer;
        if (!_unsent.Writer.TryWrite(request) && _unanswered.TryRemove(request.RequestId, out _))
        {
            answer.TrySetException(Lost());
        }

        return answer.Task;
    }

    /// <summary>Calls a function. A call that is cancelled still waits for the function to end.</summary>
    /// <exception cref="WorkerLostException">The worker ended before it answered.</exception>
    public async Task<InvocationResponse> InvokeAsync(InvocationRequest request, CancellationToken cancellationToken)
    {
        var answer = AskAsync(new StreamingMessage { InvocationRequest = request });
        var cancel = new InvocationCancel { InvocationId = request.InvocationId };
        await using var registration = cancellationToken.UnsafeRegister(_ => Tell(new StreamingMessage { InvocationCancel = cancel }), null);
        return (await answer).InvocationResponse;
    }

    /// <summary>Asks the worker to end itself.</summary>
    public void Terminate(TimeSpan grace) =>
        Tell(new StreamingMessage { WorkerTerminate = new WorkerTerminate { GracePeriod = Duration.FromTimeSpan(grace) } });

    private void Tell(StreamingMessage message) => _unsent.Writer.TryWrite(message);

    private async Task SendAsync(CancellationToken ending)
    {
        await foreach (var message in _unsent.Reader.ReadAllAsync(ending))
        {
            await outgoing.WriteAsync(message, ending);
        }
    }

    private async Task ReceiveAsync(CancellationToken ending)
    {
        await foreach (var message in incoming.ReadAllAsync(ending))
        {
            if (message.RpcLog is { } log)
            {
                logs.Write(log);
            }
            else if (_unanswered.TryRemove(message.RequestId, out var answer))
            {
                answer.TrySetResult(message);
            }
        }
    }

    private static WorkerLostException Lost() => new("The worker ended before it answered.");
}
