namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Runs work on the thread pool, first in, first out, so many at a time.</summary>
internal sealed class BoundedDispatcher<T>(int maxWorkers, Func<T, ValueTask> run)
{
    private readonly Lock gate = new();
    private readonly Queue<T> queue = new();
    private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int workers;
    private bool stopped;

    public void Enqueue(T work)
    {
        lock (gate)
        {
            if (stopped)
            {
                return;
            }

            queue.Enqueue(work);
            if (workers == maxWorkers)
            {
                return;
            }

            workers++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static dispatcher => _ = dispatcher.WorkAsync(), this, preferLocal: false);
    }

    /// <summary>Drops what has not begun; completes when what has begun is done.</summary>
    public Task StopAsync()
    {
        lock (gate)
        {
            stopped = true;
            queue.Clear();
            if (workers == 0)
            {
                idle.TrySetResult();
            }
        }

        return idle.Task;
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
        lock (gate)
        {
            if (queue.TryDequeue(out work!))
            {
                return true;
            }

            workers--;
            if (stopped && workers == 0)
            {
                idle.TrySetResult();
            }

            return false;
        }
    }
}
