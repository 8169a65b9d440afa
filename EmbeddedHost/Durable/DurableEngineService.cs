using Microsoft.Extensions.Hosting;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Starts the engine before the first request can come in, and stops it after the last has gone.</summary>
internal sealed class DurableEngineService(DurableEngine engine) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => engine.StartAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => engine.StopAsync(cancellationToken);
}
