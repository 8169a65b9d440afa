using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Grpc.Core;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Workers of the plain Durable Task SDK, which ask for their work over gRPC.</summary>
internal sealed class SdkWorker : IDurableWorker
{
    // Below the 4 MiB that a gRPC client takes unless it is told otherwise.
    private const int MostBytesPerItem = 3 * 1024 * 1024;

    // Shared by all connections: whoever is free takes the next.
    private readonly Channel<P.WorkItem> _queue = Channel.CreateUnbounded<P.WorkItem>();
    private readonly ConcurrentDictionary<string, Pending> _pending = new(StringComparer.Ordinal);
    private long _lastToken;

    public async Task<P.OrchestratorResponse> RunOrchestratorAsync(
        string name, P.OrchestratorRequest request, CancellationToken cancellationToken) =>
        (P.OrchestratorResponse)await RunAsync(new() { OrchestratorRequest = request }, cancellationToken).WaitAsync(cancellationToken);

    public async Task<P.ActivityResponse> RunActivityAsync(P.ActivityRequest request, CancellationToken cancellationToken) =>
        (P.ActivityResponse)await RunAsync(new() { ActivityRequest = request }, cancellationToken);

    /// <summary>Sends work to a worker until it hangs up; what it has not answered by then is lost.</summary>
    /// <param name="worker">The worker's stream.</param>
    /// <param name="fetchesHistory">Whether it can ask for a history that is too long for one message.</param>
    /// <param name="hungUp">Cancelled when the worker hangs up.</param>
    public async Task SendWorkItemsAsync(IServerStreamWriter<P.WorkItem> worker, bool fetchesHistory, CancellationToken hungUp)
    {
        HashSet<string> sent = [];
        try
        {
            await foreach (var item in _queue.Reader.ReadAllAsync(hungUp))
            {
                if (!_pending.TryGetValue(item.CompletionToken, out var pending))
                {
                    continue;
                }

                pending.IsSent = true;
                sent.Add(item.CompletionToken);
                await worker.WriteAsync(fetchesHistory && item.CalculateSize() > MostBytesPerItem ? WithoutHistory(item) : item, hungUp);
                if (sent.Count > 1_000)
                {
                    sent.RemoveWhere(token => !_pending.ContainsKey(token));
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException or IOException)
        {
            // It hung up.
        }
        finally
        {
            foreach (var token in sent)
            {
                Abandon(token);
            }
        }
    }

    /// <summary>Takes an orchestrator's answer; a large one comes in parts.</summary>
    /// <exception cref="RpcException">Nobody waits for it.</exception>
    public Task<P.CompleteTaskResponse> Complete(P.OrchestratorResponse part) =>
        !_pending.TryGetValue(part.CompletionToken, out var pending) ? throw NobodyWaits()
        : pending.Add(part) is { } whole ? Complete(part.CompletionToken, whole)
        : Task.FromResult(new P.CompleteTaskResponse());

    /// <summary>Takes an activity's answer.</summary>
    /// <exception cref="RpcException">Nobody waits for it.</exception>
    public Task<P.CompleteTaskResponse> Complete(P.ActivityResponse response) => Complete(response.CompletionToken, response);

    /// <summary>Gives a work item to the next worker.</summary>
    public void Abandon(string token)
    {
        if (_pending.TryRemove(token, out var pending))
        {
            pending.TrySetException(new WorkerLostException("The worker hung up."));
        }
    }

    private static RpcException NobodyWaits() => new(new Status(StatusCode.NotFound, "Nobody waits for this work item."));

    private static P.WorkItem WithoutHistory(P.WorkItem item) => item.OrchestratorRequest is not { } request ? item : new()
    {
        CompletionToken = item.CompletionToken,
        OrchestratorRequest = new()
        {
            InstanceId = request.InstanceId,
            ExecutionId = request.ExecutionId,
            NewEvents = { request.NewEvents },
            Properties = { request.Properties },
            OrchestrationTraceContext = request.OrchestrationTraceContext,
            RequiresHistoryStreaming = true,
        },
    };

    private Task<P.CompleteTaskResponse> Complete(string token, object response) =>
        _pending.TryRemove(token, out var pending) && pending.TrySetResult(response)
            ? Task.FromResult(new P.CompleteTaskResponse())
            : throw NobodyWaits();

    // The SDK cannot tell an activity to end: what a worker has is waited for.
    private async Task<object> RunAsync(P.WorkItem item, CancellationToken cancellationToken)
    {
        item.CompletionToken = Interlocked.Increment(ref _lastToken).ToString(CultureInfo.InvariantCulture);
        var pending = _pending[item.CompletionToken] = new();
        try
        {
            _queue.Writer.TryWrite(item);
            await using var unsent = cancellationToken.Register(() => pending.CancelUnlessSent(cancellationToken));
            return await pending.Task;
        }
        finally
        {
            _pending.TryRemove(item.CompletionToken, out _);
        }
    }

    /// <summary>A work item that is not answered.</summary>
    private sealed class Pending() : TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        private readonly Lock _gate = new();
        private volatile bool _isSent;
        private P.OrchestratorResponse? _answer;
        private int _parts;

        public bool IsSent { get => _isSent; set => _isSent = value; }

        public void CancelUnlessSent(CancellationToken cancellationToken)
        {
            if (!IsSent)
            {
                TrySetCanceled(cancellationToken);
            }
        }

        /// <summary>Adds a part of an orchestrator's answer.</summary>
        /// <returns>The answer, once it is whole.</returns>
        public P.OrchestratorResponse? Add(P.OrchestratorResponse part)
        {
#pragma warning disable CS0612 // Deprecated, but workers still split their answers so.
            lock (_gate)
            {
                if (_answer is null)
                {
                    _answer = part;
                }
                else if (part.ChunkIndex < _parts)
                {
                    // Sent again because its receipt was lost.
                    return null;
                }
                else
                {
                    _answer.Actions.Add(part.Actions);
                }

                _parts++;
                return part.IsPartial ? null : _answer;
            }
#pragma warning restore CS0612
        }
    }
}
