using System.Collections.Concurrent;
using BadgeFunctions.EmbeddedHost.Storage;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>
/// The one thread that writes. Commands that come in while a transaction is made durable share the next one, so that
/// many instances' turns cost one flush of the disk.
/// </summary>
internal sealed partial class CommitLoop(TaskHub hub, StoreWriter writer, TimeProvider time, ILogger<DurableEngine> logger) : IDisposable
{
    private const int MostCommandsPerTransaction = 2_000;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly Lock _retryGate = new();
    private readonly HashSet<ITimer> _retries = [];

    // Without a lock: a caller that had to wait for the loop would let it commit few commands at a time.
    private readonly ConcurrentQueue<HubCommand> _queue = new();
    private readonly AutoResetEvent _wake = new(false);
    private Thread? _thread;
    private int _isAwake;
    private volatile bool _stopping;
    private volatile bool _ended;

    public void Start()
    {
        _thread = new Thread(Run) { Name = "Durable engine: commits", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Takes a command on; it is committed with the next transaction.</summary>
    /// <returns><c>false</c> when the loop has stopped.</returns>
    public bool Enqueue(HubCommand command)
    {
        if (_stopping)
        {
            return false;
        }

        _queue.Enqueue(command);
        Interlocked.MemoryBarrier();
        if (_ended)
        {
            RefuseAll();
        }
        else if (Interlocked.Exchange(ref _isAwake, 1) == 0)
        {
            _wake.Set();
        }

        return true;
    }

    /// <summary>Commits what is queued, and ends.</summary>
    public void Stop()
    {
        _stopping = true;
        _wake.Set();
        _thread?.Join();
        _ended = true;
        Interlocked.MemoryBarrier();
        RefuseAll();
    }

    public void Dispose() => _wake.Dispose();

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
            while (commands.Count < MostCommandsPerTransaction && _queue.TryDequeue(out var command))
            {
                commands.Add(command);
            }

            if (commands.Count > 0)
            {
                return true;
            }

            if (_stopping)
            {
                return false;
            }

            // Whoever enqueues from here on wakes the loop; who did so before is seen now.
            Interlocked.Exchange(ref _isAwake, 0);
            if (_queue.IsEmpty && !_stopping)
            {
                _wake.WaitOne();
            }
        }
    }

    private void RefuseAll()
    {
        while (_queue.TryDequeue(out var command))
        {
            command.TryRefuse(DurableEngine.Unavailable("The durable engine has stopped."));
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
        lock (_retryGate)
        {
            ITimer? timer = null;
            timer = time.CreateTimer(
                _ =>
                {
                    Enqueue(command);
                    lock (_retryGate)
                    {
                        _retries.Remove(timer!);
                        timer!.Dispose();
                    }
                },
                null,
                RetryPause,
                Timeout.InfiniteTimeSpan);
            _retries.Add(timer);
        }
    }

    [LoggerMessage(1001, LogLevel.Error, "A client's command could not be stored and was refused.")]
    private partial void LogRefused(Exception exception);

    [LoggerMessage(1002, LogLevel.Error, "A turn could not be stored; it is tried again in {Pause}.")]
    private partial void LogRetried(Exception exception, TimeSpan pause);
}
