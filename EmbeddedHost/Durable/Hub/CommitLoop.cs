using System.Threading.Channels;
using BadgeFunctions.EmbeddedHost.Storage;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>
/// Commits commands, one transaction at a time. Those that come in while a transaction is made durable share the next one, so
/// that many instances' turns cost one flush of the disk.
/// </summary>
internal sealed partial class CommitLoop(TaskHub hub, StoreWriter writer, TimeProvider time, ILogger<DurableEngine> logger)
{
    private const int MostCommandsPerTransaction = 2_000;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly Channel<HubCommand> _queue = Channel.CreateUnbounded<HubCommand>(new() { SingleReader = true });
    private Task _loop = Task.CompletedTask;

    // On a thread of its own: SQLite's commits block.
    public void Start() => _loop = Task.Factory.StartNew(
        Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Takes a command on; it is committed with the next transaction.</summary>
    /// <returns><c>false</c> when the loop has stopped.</returns>
    public bool Enqueue(HubCommand command) => _queue.Writer.TryWrite(command);

    /// <summary>Commits what is queued, and ends.</summary>
    public Task StopAsync()
    {
        _queue.Writer.TryComplete();
        return _loop;
    }

    private void Run()
    {
        List<HubCommand> commands = [];
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (commands.Count < MostCommandsPerTransaction && _queue.Reader.TryRead(out var command))
            {
                commands.Add(command);
            }

            Commit(commands);
            commands.Clear();
        }
    }

    private void Commit(List<HubCommand> commands)
    {
        if (TryCommit(commands) is not { } exception)
        {
            return;
        }

        if (commands.Count > 1)
        {
            // One at a time, so that the one that cannot be committed does not take the others with it.
            commands.ForEach(command => Commit([command]));
        }
        else if (commands[0].Refuse is { } refuse)
        {
            LogRefused(exception);
            refuse(exception);
        }
        else
        {
            LogRetried(exception, RetryPause);
            _ = EnqueueLaterAsync(commands[0]);
        }
    }

    private Exception? TryCommit(List<HubCommand> commands)
    {
        var transaction = new HubTransaction(hub, writer, time.GetUtcNow().UtcDateTime);
        try
        {
            commands.ForEach(command => command.Write(transaction));
            writer.Commit();
        }
#pragma warning disable CA1031 // Whatever it was, the loop must go on for the others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            writer.Rollback();
            transaction.RolledBack();
            return exception;
        }

        transaction.Committed();
        hub.StartReadyTurns();
        return null;
    }

    private async Task EnqueueLaterAsync(HubCommand command)
    {
        await Task.Delay(RetryPause, time);
        Enqueue(command);
    }

    [LoggerMessage(1001, LogLevel.Error, "A client's command could not be stored and was refused.")]
    private partial void LogRefused(Exception exception);

    [LoggerMessage(1002, LogLevel.Error, "A turn could not be stored; it is tried again in {Pause}.")]
    private partial void LogRetried(Exception exception, TimeSpan pause);
}

/// <summary>Something to be committed.</summary>
/// <param name="Write">Writes it. Called again with a new transaction when one fails.</param>
/// <param name="Refuse">Tells the caller that it failed for good; without it, it is tried until it succeeds.</param>
internal sealed record HubCommand(Action<HubTransaction> Write, Action<Exception>? Refuse = null);
