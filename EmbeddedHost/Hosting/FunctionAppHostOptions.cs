using BadgeFunctions.EmbeddedHost.Worker;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>What a host is started with.</summary>
public sealed record FunctionAppHostOptions
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

/// <summary>Settings of the embedded host: the configuration section <c>EmbeddedHost</c>.</summary>
internal sealed class EmbeddedHostOptions
{
    /// <summary>The addresses to listen on, separated by semicolons. <c>--urls</c> sets it as well.</summary>
    public string Urls { get; set; } = "http://localhost:7071";

    /// <summary>
    /// The folder for what the host keeps: the orchestrations' database and the timers' last runs. Relative to the current
    /// directory; created when the host is built.
    /// </summary>
    public string DataDirectory { get; set; } = ".data";

    /// <summary>How long requests in flight may take when the host stops.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <exception cref="HostException">A setting is missing.</exception>
    public static EmbeddedHostOptions From(IConfiguration configuration)
    {
        var options = configuration.GetSection("EmbeddedHost").Get<EmbeddedHostOptions>() ?? new EmbeddedHostOptions();
        options.Urls = configuration["urls"] ?? options.Urls;
        return string.IsNullOrWhiteSpace(options.Urls) || string.IsNullOrWhiteSpace(options.DataDirectory)
            ? throw new HostException("The settings EmbeddedHost:Urls and EmbeddedHost:DataDirectory must not be empty.")
            : options;
    }
}
