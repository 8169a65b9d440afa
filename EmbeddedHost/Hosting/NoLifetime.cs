namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>Leaves signals to <see cref="FunctionsHost"/>, which stops its parts in order.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
