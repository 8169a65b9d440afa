using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Grpc.Core;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Workers of the plain Durable Task SDK, which ask for their work over gRPC.</summary>
internal sealed class SdkWorker : IDurableWorker
{
    // Shared by all connections: whoever is free takes the next.
    private readonly Channel<P.WorkItem> _queue = Channel.CreateUnbounded<P.WorkItem>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<object>> _pending = new(StringComparer.Ordinal);
    private long _lastToken;

    public async Task<P.OrchestratorResponse> RunOrchestratorAsync(
        string name, P.OrchestratorRequest request, CancellationToken cancellationToken) =>
        (P.OrchestratorResponse)await RunAsync(new() { OrchestratorRequest = request }, cancellationToken);

    public async Task<P.ActivityResponse> RunActivityAsync(P.ActivityRequest request, CancellationToken cancellationToken) =>
        (P.ActivityResponse)await RunAsync(new() { ActivityRequest = request }, cancellationToken);

    /// <summary>Sends work to a worker until it hangs up; what it has not answered by then is lost.</summary>
    public async Task SendWorkItemsAsync(IServerStreamWriter<P.WorkItem> worker, CancellationToken hungUp)
    {
        HashSet<string> sent = [];
        try
        {
            await foreach (var item in _queue.Reader.ReadAllAsync(hungUp))
            {
                sent.Add(item.CompletionToken);
                await worker.WriteAsync(item, hungUp);
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

    public Task<P.CompleteTaskResponse> Complete(string token, object response) =>
        _pending.TryRemove(token, out var pending) && pending.TrySetResult(response)
            ? Task.FromResult(new P.CompleteTaskResponse())
            : throw new RpcException(new Status(StatusCode.NotFound, "Nobody waits for this work item."));

    /// <summary>Gives a work item to the next worker.</summary>
    public void Abandon(string token)
    {
        if (_pending.TryRemove(token, out var pending))
        {
            pending.TrySetException(new WorkerLostException("The worker hung up."));
        }
    }

    private async Task<object> RunAsync(P.WorkItem item, CancellationToken cancellationToken)
    {
        item.CompletionToken = Interlocked.Increment(ref _lastToken).ToString(CultureInfo.InvariantCulture);
        var pending = _pending[item.CompletionToken] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _queue.Writer.TryWrite(item);
            return await pending.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            _pending.TryRemove(item.CompletionToken, out _);
        }
    }
}
