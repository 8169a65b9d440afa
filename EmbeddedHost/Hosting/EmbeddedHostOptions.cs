namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>Settings of the embedded host: the configuration section <c>EmbeddedHost</c>.</summary>
internal sealed class EmbeddedHostOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string SectionName = "EmbeddedHost";

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
        var options = new EmbeddedHostOptions();
        configuration.GetSection(SectionName).Bind(options);
        options.Urls = configuration["urls"] ?? options.Urls;
        Require(options.Urls, nameof(Urls));
        Require(options.DataDirectory, nameof(DataDirectory));
        return options;
    }

    private static void Require(string value, string name)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new HostException($"The setting {SectionName}:{name} must not be empty.");
        }
    }
}
