namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>
/// Runs an orchestrator's code and its continuations on the thread that takes the step, in a fixed order, and notices
/// continuations that come from elsewhere.
/// </summary>
internal sealed class OrchestratorThread(Action strayed) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();
    private int _owner;

    /// <summary>Whether the calling thread is taking a step of this orchestrator.</summary>
    public bool IsCurrent => Volatile.Read(ref _owner) == Environment.CurrentManagedThreadId;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsCurrent)
        {
            _posted.Enqueue((d, state));
        }
        else
        {
            strayed();
        }
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (IsCurrent)
        {
            d(state);
        }
        else
        {
            strayed();
        }
    }

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Takes a step: runs code of the orchestrator and all that follows from it.</summary>
    public void Run<TState>(Action<TState> code, TState state)
    {
        var outer = Current;
        Volatile.Write(ref _owner, Environment.CurrentManagedThreadId);
        SetSynchronizationContext(this);
        try
        {
            code(state);
            while (_posted.TryDequeue(out var next))
            {
                next.Callback(next.State);
            }
        }
        finally
        {
            Volatile.Write(ref _owner, 0);
            SetSynchronizationContext(outer);
        }
    }

    /// <summary>Completes a task of the context. Without a current context, continuations that want none run here too.</summary>
    public static void Complete<TState>(Action<TState> completion, TState state)
    {
        var outer = Current;
        SetSynchronizationContext(null);
        try
        {
            completion(state);
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }
}
