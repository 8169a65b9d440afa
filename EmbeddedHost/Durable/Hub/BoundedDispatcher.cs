using System.Threading.Channels;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Does work first in, first out, so much at a time.</summary>
internal sealed class BoundedDispatcher<T>
{
    private readonly Channel<T> _queue = Channel.CreateUnbounded<T>();
    private readonly Task _workers;
    private volatile bool _stopped;

    public BoundedDispatcher(int workers, Func<T, Task> run) =>
        _workers = Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(() => WorkAsync(run))));

    public void Enqueue(T work) => _queue.Writer.TryWrite(work);

    /// <summary>Drops what has not begun; completes when what has begun is done.</summary>
    public Task StopAsync()
    {
        _stopped = true;
        _queue.Writer.TryComplete();
        return _workers;
    }

    private async Task WorkAsync(Func<T, Task> run)
    {
        await foreach (var work in _queue.Reader.ReadAllAsync())
        {
            if (!_stopped)
            {
                await run(work);
            }
        }
    }
}
