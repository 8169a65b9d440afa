namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Runs work on the thread pool, first in, first out, so many at a time.</summary>
internal sealed class BoundedDispatcher<T>(int maxWorkers, Func<T, ValueTask> run)
{
    private readonly Lock _gate = new();
    private readonly Queue<T> _queue = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _workers;
    private bool _stopped;

    public void Enqueue(T work)
    {
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            _queue.Enqueue(work);
            if (_workers == maxWorkers)
            {
                return;
            }

            _workers++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static dispatcher => _ = dispatcher.WorkAsync(), this, preferLocal: false);
    }

    /// <summary>Drops what has not begun; completes when what has begun is done.</summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            _stopped = true;
            _queue.Clear();
            if (_workers == 0)
            {
                _idle.TrySetResult();
            }
        }

        return _idle.Task;
    }

    private async Task WorkAsync()
    {
        while (TryTake(out var work))
        {
            await run(work);
        }
    }

    private bool TryTake(out T work)
    {
        lock (_gate)
        {
            if (_queue.TryDequeue(out work!))
            {
                return true;
            }

            _workers--;
            if (_stopped && _workers == 0)
            {
                _idle.TrySetResult();
            }

            return false;
        }
    }
}
