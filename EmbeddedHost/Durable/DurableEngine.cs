using BadgeFunctions.EmbeddedHost.Storage;
using Grpc.Core;
using Microsoft.Data.Sqlite;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>
/// Runs orchestrations from a SQLite database: every turn is committed before anything follows from it, so that a
/// process that dies at any moment goes on where it was.
/// </summary>
internal sealed partial class DurableEngine(
    IDurableWorker worker, DurableEngineOptions options, TimeProvider time, ILogger<DurableEngine> logger) : IAsyncDisposable
{
    private readonly ILogger<DurableEngine> _logger = logger;
    private Parts? _parts;

    /// <summary>The instances that have not ended.</summary>
    /// <exception cref="RpcException">The engine does not run.</exception>
    public TaskHub Hub => Running.Hub;

    /// <summary>What is committed.</summary>
    /// <exception cref="RpcException">The engine does not run.</exception>
    public DurableStore Store => Running.Store;

    public TimeProvider Time => time;

    public IDurableWorker Worker => worker;

    /// <summary>See <see cref="DurableEngineOptions.DefaultVersion"/>.</summary>
    public string? DefaultVersion => options.DefaultVersion;

    private Parts Running => _parts ?? throw Unavailable("The durable engine does not run.");

    /// <summary>What a client is told when nothing was done, and it may try again.</summary>
    public static RpcException Unavailable(string reason) => new(new Status(StatusCode.Unavailable, reason));

    /// <summary>Opens the database and goes on with every instance that has not ended.</summary>
    /// <exception cref="InvalidOperationException">The database is in use, of another version, or none of ours.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var store = new DurableStore(options.DatabasePath, options.MaxDatabasePages);
        try
        {
            Start(store);
        }
        catch
        {
            store.Dispose();
            throw;
        }

        return Task.CompletedTask;
    }

    /// <summary>Stops taking on work, lets running activities end, and closes the database.</summary>
    /// <param name="cancellationToken">Ends the wait for activities; those that have not ended run again at the next start.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _parts, null) is not { } running)
        {
            return;
        }

        running.Hub.Timers.Run(false);
        await running.Stopping.CancelAsync();
        await running.Activities.StopAsync(cancellationToken);
        await running.Turns.StopAsync();
        await running.Loop.StopAsync();
        running.Hub.Dispose();
        running.Store.Dispose();
        running.Stopping.Dispose();
        LogStopped(running.Hub.Unfinished.Count);
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    /// <summary>Commits a client's command.</summary>
    /// <exception cref="RpcException">It could not be stored.</exception>
    public async Task<T> SubmitAsync<T>(Func<HubTransaction, T> write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var command = new HubCommand(
            transaction =>
            {
                var result = write(transaction);
                transaction.AfterCommit(() => answer.TrySetResult(result));
            },
            exception => answer.TrySetException(exception));
        try
        {
            return Hub.Submit(command) ? await answer.Task.WaitAsync(cancellationToken) : throw Unavailable("The durable engine has stopped.");
        }
        catch (SqliteException exception)
        {
            throw Unavailable($"Nothing was stored: {exception.Message}");
        }
    }

    private void Start(DurableStore store)
    {
        var hub = new TaskHub(options, time);
        var loop = new CommitLoop(hub, store.Writer, time, _logger);
        var stopping = new CancellationTokenSource();
        var turns = new TurnRunner(hub, store, worker, options, time, _logger, stopping.Token);
        var activities = new ActivityRunner(hub, worker, options, _logger, stopping.Token);
        hub.Submit = loop.Enqueue;
        hub.TakeTurn = turns.Enqueue;
        hub.RunActivity = activities.Enqueue;
        var resume = store.Read(reader => HubLoader.Load(hub, reader, time.GetUtcNow().UtcDateTime));

        _parts = new Parts(store, hub, loop, turns, activities, stopping);
        loop.Start();
        loop.Enqueue(new HubCommand(transaction => transaction.AfterCommit(() =>
        {
            foreach (var action in resume)
            {
                action();
            }
        })));
        hub.Timers.Run(true);
        LogStarted(options.DatabasePath, hub.Unfinished.Count);
        if (hub.Unfinished.Count(instance => instance.IsTooNew) is var held and > 0)
        {
            LogTooNew(held, options.DefaultVersion);
        }
    }

    [LoggerMessage(1000, LogLevel.Information, "The durable engine runs on {DatabasePath}; {Count} instances go on.")]
    private partial void LogStarted(string databasePath, int count);

    [LoggerMessage(1008, LogLevel.Warning, "{Count} instances have a newer version than {Version} and wait for a build that knows it.")]
    private partial void LogTooNew(int count, string? version);

    [LoggerMessage(1005, LogLevel.Information, "The durable engine has stopped; {Count} instances go on at its next start.")]
    private partial void LogStopped(int count);

    private sealed record Parts(
        DurableStore Store, TaskHub Hub, CommitLoop Loop, TurnRunner Turns, ActivityRunner Activities, CancellationTokenSource Stopping);
}
