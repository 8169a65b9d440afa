namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>What the host logs, and where.</summary>
internal static class HostLogging
{
    /// <param name="logging">The logs.</param>
    /// <param name="settings">The settings; their section <c>Logging</c> sets levels.</param>
    /// <param name="destination">Where the logs go; the console if it is null.</param>
    public static void AddHostLogging(this ILoggingBuilder logging, IConfiguration settings, Action<ILoggingBuilder>? destination)
    {
        (destination ?? AddConsole)(logging);

        // At Information the frameworks log every request with its query, and so the keys in it.
        foreach (var framework in new[] { "Microsoft", "System", "Polly", "Grpc" })
        {
            logging.AddFilter(framework, LogLevel.Warning);
        }

        logging.AddFilter("Yarp", LogLevel.Error);
        logging.AddConfiguration(settings.GetSection("Logging"));
    }

    private static void AddConsole(ILoggingBuilder logging) => logging.AddSimpleConsole(console =>
    {
        console.SingleLine = true;
        console.UseUtcTimestamp = true;
        console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
    });
}
