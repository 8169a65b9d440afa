using System.Collections.Concurrent;
using BadgeFunctions.EmbeddedHost.Storage;
using Microsoft.Extensions.Logging;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>
/// The one thread that writes. Commands that come in while a transaction is made durable share the next one, so that
/// many instances' steps cost one flush of the disk.
/// </summary>
internal sealed partial class CommitLoop(TaskHub hub, StoreWriter writer, TimeProvider time, ILogger<DurableEngine> logger) : IDisposable
{
    private const int MostCommandsPerTransaction = 2_000;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly Lock retryGate = new();
    private readonly HashSet<ITimer> retries = [];

    // Without a lock: a caller that had to wait for the loop would let it commit few commands at a time.
    private readonly ConcurrentQueue<HubCommand> queue = new();
    private readonly AutoResetEvent wake = new(false);
    private Thread? thread;
    private int isAwake;
    private volatile bool stopping;
    private volatile bool ended;

    public void Start()
    {
        thread = new Thread(Run) { Name = "Durable engine: commits", IsBackground = true };
        thread.Start();
    }

    /// <summary>Takes a command on; it is committed with the next transaction.</summary>
    /// <returns><c>false</c> when the loop has stopped.</returns>
    public bool Enqueue(HubCommand command)
    {
        if (stopping)
        {
            return false;
        }

        queue.Enqueue(command);
        Interlocked.MemoryBarrier();
        if (ended)
        {
            RefuseAll();
        }
        else if (Interlocked.Exchange(ref isAwake, 1) == 0)
        {
            wake.Set();
        }

        return true;
    }

    /// <summary>Commits what is queued, and ends.</summary>
    public void Stop()
    {
        stopping = true;
        wake.Set();
        thread?.Join();
        ended = true;
        Interlocked.MemoryBarrier();
        RefuseAll();
    }

    public void Dispose() => wake.Dispose();

    private void Run()
    {
        List<HubCommand> commands = [];
        while (Take(commands))
        {
            Commit(commands);
            commands.Clear();
        }
    }

    private bool Take(List<HubCommand> commands)
    {
        while (true)
        {
            while (commands.Count < MostCommandsPerTransaction && queue.TryDequeue(out var command))
            {
                commands.Add(command);
            }

            if (commands.Count > 0)
            {
                return true;
            }

            if (stopping)
            {
                return false;
            }

            // Whoever enqueues from here on wakes the loop; who did so before is seen now.
            Interlocked.Exchange(ref isAwake, 0);
            if (queue.IsEmpty && !stopping)
            {
                wake.WaitOne();
            }
        }
    }

    private void RefuseAll()
    {
        while (queue.TryDequeue(out var command))
        {
            command.TryRefuse(new InvalidOperationException("The durable engine has stopped."));
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
        else if (commands[0].TryRefuse(exception))
        {
            LogRefused(exception);
        }
        else
        {
            LogRetried(exception, RetryPause);
            EnqueueLater(commands[0]);
        }
    }

    private Exception? TryCommit(List<HubCommand> commands)
    {
        var transaction = new HubTransaction(hub, writer, time.GetUtcNow().UtcDateTime);
        try
        {
            foreach (var command in commands)
            {
                command.Write(transaction);
            }

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

    private void EnqueueLater(HubCommand command)
    {
        lock (retryGate)
        {
            ITimer? timer = null;
            timer = time.CreateTimer(
                _ =>
                {
                    Enqueue(command);
                    lock (retryGate)
                    {
                        retries.Remove(timer!);
                        timer!.Dispose();
                    }
                },
                null,
                RetryPause,
                Timeout.InfiniteTimeSpan);
            retries.Add(timer);
        }
    }

    [LoggerMessage(1001, LogLevel.Error, "A client's command could not be stored and was refused.")]
    private partial void LogRefused(Exception exception);

    [LoggerMessage(1002, LogLevel.Error, "A step could not be stored; it is tried again in {Pause}.")]
    private partial void LogRetried(Exception exception, TimeSpan pause);
}
