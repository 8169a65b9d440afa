namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>A task of the context that has not ended yet.</summary>
internal abstract class OpenTask
{
    public abstract void Complete(string? output);

    public abstract void Fail(Exception exception);

    public abstract void Cancel(CancellationToken cancellationToken);
}

/// <inheritdoc/>
internal sealed class OpenTask<T> : OpenTask
{
    // Continuations run at once, on the orchestrator's thread.
    private readonly TaskCompletionSource<T> _completion = new();
    private CancellationTokenRegistration _cancellation;

    public Task<T> Task => _completion.Task;

    /// <summary>Calls back when the token is cancelled while the task is open.</summary>
    public void CancelWith(Action cancel, CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(static action => ((Action)action!)(), cancel);
        }
    }

    public override void Complete(string? output)
    {
        _cancellation.Unregister();
        try
        {
            var value = Payload.Read<T>(output);
            OrchestratorThread.Complete(static open => open.Source.TrySetResult(open.Value!), (Source: _completion, Value: value));
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or NotSupportedException)
        {
            Fail(exception);
        }
    }

    public override void Fail(Exception exception)
    {
        _cancellation.Unregister();
        OrchestratorThread.Complete(static open => open.Source.TrySetException(open.Exception), (Source: _completion, Exception: exception));
    }

    public override void Cancel(CancellationToken cancellationToken) =>
        OrchestratorThread.Complete(static open => open.Source.TrySetCanceled(open.Token), (Source: _completion, Token: cancellationToken));
}
