namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>What the host logs, and where: to the console if no other destination is given.</summary>
internal static class HostLogging
{
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
