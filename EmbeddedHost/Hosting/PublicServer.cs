using BadgeFunctions.EmbeddedHost.Http;
using BadgeFunctions.EmbeddedHost.Worker;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>Serves the app's callers over HTTP. It is built when the functions are known.</summary>
internal sealed class PublicServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    public PublicServer(
        IReadOnlyList<string> urls,
        TimeSpan stopTimeout,
        IEnumerable<HttpFunctionRoute> routes,
        FunctionsWorker worker,
        IConfiguration settings,
        ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddConfiguration(settings);
        builder.WebHost.UseKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddRouting();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = stopTimeout);
        builder.Services.AddHttpForwarder();

        _app = builder.Build();
        foreach (var url in urls)
        {
            _app.Urls.Add(url);
        }

        _app.MapHttpFunctions(routes, worker, settings);
    }

    /// <summary>Starts to listen and answers where.</summary>
    public async Task<IReadOnlyList<Uri>> StartAsync(CancellationToken cancellationToken)
    {
        await _app.StartAsync(cancellationToken);
        return [.. _app.Urls.Select(url => new Uri(url))];
    }

    /// <summary>Takes no more requests and waits for those in flight.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
