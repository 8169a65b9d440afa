namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Something that an instance reaches once, and that clients may wait for.</summary>
internal sealed class Milestone
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiters;
    private bool _reached;

    public Task WhenReached()
    {
        lock (_gate)
        {
            return _reached
                ? Task.CompletedTask
                : (_waiters ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    public void Reach()
    {
        lock (_gate)
        {
            _reached = true;
            _waiters?.TrySetResult();
        }
    }

    /// <summary>Ends the waits: whether it will be reached is no longer this process's business.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _waiters?.TrySetException(new OperationCanceledException("The durable engine has stopped."));
        }
    }
}
