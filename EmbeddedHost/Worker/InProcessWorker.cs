using System.Net;
using System.Reflection;
using BadgeFunctions.EmbeddedHost.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BadgeFunctions.EmbeddedHost.Worker;

/// <summary>Runs the worker in the host's own process: one process to debug, and services that a test can replace.</summary>
internal sealed class InProcessWorker(InProcessApp app, IConfiguration settings) : IWorkerLauncher
{
    // A start sets what there is once a process: the entry assembly, and the variable with the app's folder.
    private static readonly SemaphoreSlim OneStart = new(1);

    public string AppDirectory { get; } = Path.GetDirectoryName(app.Assembly.Location)!;

    public async Task<RunningWorker> StartAsync(WorkerStart start, CancellationToken cancellationToken)
    {
        await OneStart.WaitAsync(cancellationToken);
        try
        {
            Assembly.SetEntryAssembly(app.Assembly);
            Environment.SetEnvironmentVariable("FUNCTIONS_APPLICATION_DIRECTORY", AppDirectory);

            var host = app.Build(builder => Configure(builder, start));
            await host.StartAsync(cancellationToken);
            return Describe(host);
        }
        finally
        {
            OneStart.Release();
        }
    }

    private void Configure(IHostApplicationBuilder builder, WorkerStart start)
    {
        builder.Configuration.AddConfiguration(settings);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Functions:Worker:HostEndpoint"] = start.Endpoint.AbsoluteUri,
            ["Functions:Worker:WorkerId"] = start.WorkerId,
            ["Functions:Worker:RequestId"] = start.WorkerId,
            ["Functions:Worker:GrpcMaxMessageLength"] = $"{WorkerStart.MaxMessageLength}",
        });

        // The worker's own port is one a process. Kestrel warns that it is overridden.
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);

        // The host answers signals, and ends the worker last.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
    }

    private static RunningWorker Describe(IHost host)
    {
        // They are made when they are first read, and then read the variable.
        _ = host.Services.GetService<EndpointDataSource>()?.Endpoints;

        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping
            .Register(() => ended.TrySetResult("it stopped itself"));
        var addresses = host.Services.GetService<IServer>()?.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        return new RunningWorker(ended.Task, EndAsync, addresses?.Select(address => new Uri(address)).FirstOrDefault(), host.Services);

        async Task EndAsync()
        {
            await host.StopAsync();
            await ((IAsyncDisposable)host).DisposeAsync();
        }
    }
}

/// <summary>An app whose worker runs in the host's process.</summary>
/// <param name="Assembly">The assembly with the app's functions.</param>
/// <param name="Build">Builds the app's worker. It calls the action with the worker's builder before it adds anything.</param>
public sealed record InProcessApp(Assembly Assembly, Func<Action<IHostApplicationBuilder>, IHost> Build);
