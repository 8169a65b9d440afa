namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Something that an instance reaches once, and that clients may wait for.</summary>
internal sealed class Milestone
{
    private readonly Lock gate = new();
    private TaskCompletionSource? waiters;
    private bool reached;

    public Task WhenReached()
    {
        lock (gate)
        {
            return reached
                ? Task.CompletedTask
                : (waiters ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    public void Reach()
    {
        lock (gate)
        {
            reached = true;
            waiters?.TrySetResult();
        }
    }

    /// <summary>Ends the waits: whether it will be reached is no longer this process's business.</summary>
    public void Abandon()
    {
        lock (gate)
        {
            waiters?.TrySetException(new OperationCanceledException("The durable engine has stopped."));
        }
    }
}
