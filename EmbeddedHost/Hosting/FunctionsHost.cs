using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>The running function app.</summary>
internal sealed partial class FunctionsHost(WebApplication app, EmbeddedHostOptions options) : IHost, IAsyncDisposable
{
    private readonly ILogger _logger = app.Services.GetRequiredService<ILogger<FunctionsHost>>();

    public IServiceProvider Services => app.Services;

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        var urls = ListenAddresses.Parse(options.Urls);
        ListenAddresses.EnsureFree(urls);

        foreach (var url in urls)
        {
            app.Urls.Add(url);
        }

        await app.StartAsync(cancellationToken);

        foreach (var url in app.Urls)
        {
            LogListening(url);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => app.StopAsync(cancellationToken);

    public void Dispose() => ((IDisposable)app).Dispose();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [LoggerMessage(1, LogLevel.Information, "Listening on {Url}")]
    private partial void LogListening(string url);
}
