using BadgeFunctions.EmbeddedHost.Worker;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>What a host is started with.</summary>
public sealed record FunctionsHostOptions
{
    /// <summary>The command line.</summary>
    public IReadOnlyList<string> Args { get; init; } = [];

    /// <summary>Settings that win over all others.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>The app to run in this process. Without one, <c>--app</c> names the folder of a published package.</summary>
    public InProcessApp? App { get; init; }

    /// <summary>The clock of timers and orchestrations.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where the host's logs go; the console if it is null.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }

    /// <summary>Replaces what starts the workers.</summary>
    internal IWorkerLauncher? Launcher { get; init; }

    /// <summary>How long a worker may take until it is ready.</summary>
    internal TimeSpan WorkerStartTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
