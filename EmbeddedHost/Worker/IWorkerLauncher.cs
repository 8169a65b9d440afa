namespace BadgeFunctions.EmbeddedHost.Worker;

/// <summary>Starts workers.</summary>
internal interface IWorkerLauncher
{
    /// <summary>The folder of the app.</summary>
    string AppDirectory { get; }

    /// <summary>Starts a worker, which then connects to the host by itself.</summary>
    Task<IRunningWorker> StartAsync(WorkerStart start, CancellationToken cancellationToken);
}

/// <summary>A worker that was started; disposing ends it, at once if need be.</summary>
internal interface IRunningWorker : IAsyncDisposable
{
    /// <summary>Completes when the worker has ended, with a description of how.</summary>
    Task<string> Ended { get; }

    /// <summary>Where the worker takes HTTP requests; null if it is the worker that tells.</summary>
    Uri? HttpAddress { get; }

    /// <summary>The worker's services; null if it does not run in this process.</summary>
    IServiceProvider? Services { get; }
}

/// <summary>What a worker needs in order to connect to its host.</summary>
/// <param name="Endpoint">The address of the host's gRPC services.</param>
/// <param name="WorkerId">The worker's id.</param>
/// <param name="RequestId">The id of the start.</param>
internal sealed record WorkerStart(Uri Endpoint, string WorkerId, string RequestId)
{
    /// <summary>The largest message between host and worker, in bytes.</summary>
    public const int MaxMessageLength = 128 * 1024 * 1024;
}
