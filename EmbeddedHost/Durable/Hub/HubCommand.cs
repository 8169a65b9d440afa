namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Something to be committed.</summary>
internal abstract class HubCommand
{
    /// <summary>Writes it. Called again with a new transaction when one fails.</summary>
    public abstract void Write(HubTransaction transaction);

    /// <summary>Tells the caller that it failed for good; <c>false</c> when it must be tried until it succeeds.</summary>
    public abstract bool TryRefuse(Exception exception);
}

/// <summary>A client's command: its answer comes after the commit, its failure at once.</summary>
internal sealed class ClientCommand<T>(Func<HubTransaction, T> write) : HubCommand
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Answer => _answer.Task;

    public override void Write(HubTransaction transaction)
    {
        var result = write(transaction);
        transaction.AfterCommit(() => _answer.TrySetResult(result));
    }

    public override bool TryRefuse(Exception exception)
    {
        _answer.TrySetException(exception);
        return true;
    }
}

/// <summary>The engine's own command: nobody else will repeat it.</summary>
internal sealed class EngineCommand(Action<HubTransaction> write) : HubCommand
{
    public override void Write(HubTransaction transaction) => write(transaction);

    public override bool TryRefuse(Exception exception) => false;
}
