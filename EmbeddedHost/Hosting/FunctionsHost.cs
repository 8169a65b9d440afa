using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>The running function app.</summary>
internal sealed partial class FunctionsHost(WebApplication app, EmbeddedHostOptions options) : IHost, IAsyncDisposable
{
    private readonly ILogger _logger = app.Logger;

    public IServiceProvider Services => app.Services;

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        var urls = options.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var url in urls)
        {
            app.Urls.Add(url);
        }

        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new InvalidOperationException(PortIsTaken(urls, exception.Message), exception);
        }
        catch (SocketException exception)
        {
            throw new InvalidOperationException($"Cannot listen on {options.Urls}: {exception.Message}", exception);
        }

        foreach (var url in app.Urls)
        {
            LogListening(url);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => app.StopAsync(cancellationToken);

    public void Dispose() => ((IDisposable)app).Dispose();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static string PortIsTaken(string[] urls, string reason)
    {
        var ports = urls
            .Select(url => BindingAddress.Parse(url).Port)
            .Where(port => reason.Contains($":{port}", StringComparison.Ordinal));

        return $"Port {string.Join(", ", ports)} is taken by another process. End it, or choose another port with "
            + $"--urls or the setting {EmbeddedHostOptions.SectionName}:{nameof(options.Urls)}. ({reason})";
    }

    [LoggerMessage(1, LogLevel.Information, "Listening on {Url}")]
    private partial void LogListening(string url);
}
