using System.Net;
using BadgeFunctions.EmbeddedHost.Durable;
using BadgeFunctions.EmbeddedHost.Worker;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>Serves the worker over gRPC, on the loopback: the worker's channel and the orchestrations' client.</summary>
internal sealed class InternalServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    public InternalServer(FunctionsWorker worker, DurableEngine engine, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });

        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton(worker);
        builder.Services.AddSingleton(engine);
        builder.Services.AddSingleton(new WorkerLogs(loggers));
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = grpc.MaxSendMessageSize = WorkerStart.MaxMessageLength);

        _app = builder.Build();
        _app.MapGrpcService<FunctionRpcService>();
        _app.MapGrpcService<TaskHubService>();
    }

    public async Task<Uri> StartAsync(CancellationToken cancellationToken)
    {
        await _app.StartAsync(cancellationToken);
        return new Uri(_app.Urls.Single());
    }

    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
