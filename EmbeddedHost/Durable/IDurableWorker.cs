namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>What runs the app's orchestrators and activities. While no worker is there, calls wait for one.</summary>
internal interface IDurableWorker
{
    /// <summary>Replays an orchestrator's history and lets it go on.</summary>
    /// <exception cref="WorkerLostException">The worker ended before it answered.</exception>
    Task<P.OrchestratorResponse> RunOrchestratorAsync(string name, P.OrchestratorRequest request, CancellationToken cancellationToken);

    /// <summary>Runs an activity; its failure is part of the response.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="cancellationToken">Tells the activity that the host stops. It is waited for all the same.</param>
    /// <exception cref="WorkerLostException">The worker ended before it answered.</exception>
    Task<P.ActivityResponse> RunActivityAsync(P.ActivityRequest request, CancellationToken cancellationToken);
}

/// <summary>The worker ended in the middle of a call. Whether the call had an effect is not known.</summary>
internal sealed class WorkerLostException(string message) : Exception(message);
