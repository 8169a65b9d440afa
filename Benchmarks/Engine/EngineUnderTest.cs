using System.Net;
using BadgeFunctions.EmbeddedHost.Durable;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BadgeFunctions.Benchmarks.Engine;

/// <summary>The durable engine on its gRPC service, and Microsoft's worker and client of the Durable Task SDK, all in this process.</summary>
internal sealed class EngineUnderTest : IAsyncDisposable
{
    private const int Concurrency = 200;

    private readonly WebApplication _server;
    private readonly IHost _worker;

    private EngineUnderTest(WebApplication server, IHost worker, GrpcChannel channel) => (_server, _worker, Channel) = (server, worker, channel);

    public GrpcChannel Channel { get; }

    public DurableTaskClient Client => _worker.Services.GetRequiredService<DurableTaskClient>();

    public static async Task<EngineUnderTest> StartAsync(string databasePath, Action<DurableTaskRegistry> functions)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<IDurableWorker, SdkWorker>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new DurableEngineOptions
        {
            DatabasePath = databasePath,
            MaxConcurrentActivities = Concurrency,
            MaxConcurrentOrchestrations = Concurrency,
        });
        builder.Services.AddSingleton<DurableEngine>();
        var server = builder.Build();
        server.MapGrpcService<TaskHubService>();
        await server.Services.GetRequiredService<DurableEngine>().StartAsync(CancellationToken.None);
        await server.StartAsync();

        var channel = GrpcChannel.ForAddress(server.Urls.First(), new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true },
        });
        var worker = Host.CreateEmptyApplicationBuilder(null);
        worker.Services.AddDurableTaskWorker(tasks => tasks.UseGrpc(channel).AddTasks(functions));
        worker.Services.AddDurableTaskClient(client => client.UseGrpc(channel));
        var host = worker.Build();
        await host.StartAsync();
        return new EngineUnderTest(server, host, channel);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.Services.GetRequiredService<DurableEngine>().StopAsync(CancellationToken.None);
        await _worker.StopAsync();
        _worker.Dispose();
        await _server.DisposeAsync();
    }
}
