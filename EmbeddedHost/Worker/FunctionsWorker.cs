using BadgeFunctions.EmbeddedHost.Durable;
using BadgeFunctions.EmbeddedHost.Hosting;
using BadgeFunctions.EmbeddedHost.Worker.Rpc;
using Google.Protobuf.WellKnownTypes;

namespace BadgeFunctions.EmbeddedHost.Worker;

/// <summary>
/// Keeps one worker alive: starts it, and starts another when it dies. Three deaths within a minute, and a worker that does
/// not become ready, end the host.
/// </summary>
internal sealed partial class FunctionsWorker(IWorkerLauncher launcher, ILogger<FunctionsWorker> logger) : IAsyncDisposable
{
    private const int MostDeaths = 3;

    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource<HostException> _failed = NewSource<HostException>();
    private readonly Queue<long> _deaths = new();
    private readonly CancellationTokenSource _stopping = new();
    private TaskCompletionSource<ReadyWorker> _ready = NewSource<ReadyWorker>();
    private TaskCompletionSource<WorkerChannel>? _connecting;
    private string? _expectedId;
    private Task _watching = Task.CompletedTask;

    /// <summary>How long a worker may take until it is ready.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a function may run until it is cancelled.</summary>
    public TimeSpan FunctionTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>Completes when no worker can be kept alive any more.</summary>
    public Task<HostException> Failed => _failed.Task;

    /// <summary>The worker that is ready now; null while there is none.</summary>
    public ReadyWorker? Current => _ready.Task is { IsCompletedSuccessfully: true } ready ? ready.Result : null;

    /// <summary>Waits until a worker is ready.</summary>
    public Task<ReadyWorker> ReadyAsync(CancellationToken cancellationToken) => _ready.Task.WaitAsync(cancellationToken);

    /// <summary>Starts the first worker.</summary>
    /// <exception cref="HostException">It did not become ready.</exception>
    public async Task<ReadyWorker> StartAsync(Uri endpoint, CancellationToken cancellationToken)
    {
        var worker = await LaunchAsync(endpoint, cancellationToken);
        _ready.SetResult(worker);
        _watching = Task.Run(() => WatchAsync(worker, endpoint), CancellationToken.None);
        return worker;
    }

    /// <summary>Takes a worker's channel; false if this host did not start that worker.</summary>
    public bool Accept(string workerId, WorkerChannel channel) => workerId == _expectedId && _connecting?.TrySetResult(channel) is true;

    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }

    private async Task<ReadyWorker> LaunchAsync(Uri endpoint, CancellationToken cancellationToken)
    {
        var start = new WorkerStart(endpoint, Guid.NewGuid().ToString());
        var connecting = NewSource<WorkerChannel>();
        (_expectedId, _connecting) = (start.WorkerId, connecting);

        var running = await launcher.StartAsync(start, cancellationToken);
        try
        {
            var loading = ReadyWorker.LoadAsync(connecting.Task, running, endpoint, launcher.AppDirectory, FunctionTimeout);
            await Task.WhenAny(loading, running.Ended, Task.Delay(StartTimeout, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            if (running.Ended.IsCompleted)
            {
                throw new HostException($"The worker ended before it was ready: {await running.Ended}. What it printed says why.");
            }

            return loading.IsCompleted
                ? await loading
                : throw new HostException(connecting.Task.IsCompleted
                    ? $"The worker connected but did not load its functions within {StartTimeout.TotalSeconds:0} seconds."
                    : $"The worker did not connect within {StartTimeout.TotalSeconds:0} seconds. Is it a .NET isolated worker?");
        }
        catch (Exception exception)
        {
            await running.EndAsync();
            throw exception is WorkerLostException ? new HostException("The worker ended its connection before it was ready.") : exception;
        }
    }

    private async Task WatchAsync(ReadyWorker worker, Uri endpoint)
    {
        try
        {
            while (true)
            {
                var how = await EndOfAsync(worker);
                _ready = NewSource<ReadyWorker>();
                worker.Channel.Close();
                await worker.Running.EndAsync();
                _stopping.Token.ThrowIfCancellationRequested();

                CountDeath(how);
                worker = await LaunchAsync(endpoint, _stopping.Token);
                HostException.ThrowIfAny(WorkerFunction.Errors(worker.Functions));
                _ready.SetResult(worker);
                LogRestarted();
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host stops.
        }
        catch (Exception exception)
        {
            _failed.TrySetResult(
                exception as HostException ?? new HostException($"The worker cannot be started again: {exception.Message}", exception));
        }
    }

    private async Task<string> EndOfAsync(ReadyWorker worker)
    {
        try
        {
            await Task.WhenAny(worker.Running.Ended, worker.Channel.Closed).WaitAsync(_stopping.Token);

            // The connection of a worker that dies ends a moment before the worker does.
            return await worker.Running.Ended.WaitAsync(TimeSpan.FromSeconds(1));
        }
        catch (OperationCanceledException)
        {
            var terminate = new WorkerTerminate { GracePeriod = Duration.FromTimeSpan(StopGrace) };
            worker.Channel.Tell(new StreamingMessage { WorkerTerminate = terminate });
            await ((Task)worker.Running.Ended.WaitAsync(StopGrace)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return "the host stops";
        }
        catch (TimeoutException)
        {
            return "it closed its connection";
        }
    }

    private void CountDeath(string how)
    {
        LogLost(how);
        _deaths.Enqueue(Environment.TickCount64);
        if (_deaths.Count == MostDeaths && Environment.TickCount64 - _deaths.Dequeue() < TimeSpan.MillisecondsPerMinute)
        {
            throw new HostException($"The worker ended {MostDeaths} times within a minute (the last time: {how}); the host gives up.");
        }
    }

    private static TaskCompletionSource<T> NewSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(1, LogLevel.Error, "The worker has ended ({How}).")]
    private partial void LogLost(string how);

    [LoggerMessage(2, LogLevel.Information, "Another worker is ready.")]
    private partial void LogRestarted();
}
