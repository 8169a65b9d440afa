namespace BadgeFunctions.EmbeddedHost.Worker;

/// <summary>Starts workers.</summary>
internal interface IWorkerLauncher
{
    /// <summary>The folder of the app.</summary>
    string AppDirectory { get; }

    /// <summary>Starts a worker, which then connects to the host by itself.</summary>
    Task<RunningWorker> StartAsync(WorkerStart start, CancellationToken cancellationToken);
}

/// <summary>A worker that was started.</summary>
/// <param name="Ended">Completes when the worker has ended, with a description of how.</param>
/// <param name="EndAsync">Ends it, at once if need be, and lets go of it.</param>
/// <param name="HttpAddress">Where it takes HTTP requests; null if it is the worker that tells.</param>
/// <param name="Services">Its services; null if it does not run in this process.</param>
internal sealed record RunningWorker(
    Task<string> Ended, Func<Task> EndAsync, Uri? HttpAddress = null, IServiceProvider? Services = null);

/// <summary>What a worker needs in order to connect to its host.</summary>
internal sealed record WorkerStart(Uri Endpoint, string WorkerId)
{
    /// <summary>The largest message between host and worker, in bytes.</summary>
    public const int MaxMessageLength = 128 * 1024 * 1024;
}
