using System.Net;
using BadgeFunctions.EmbeddedHost.Durable;
using BadgeFunctions.EmbeddedHost.Worker;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>The servers that the host listens with.</summary>
internal static class WebServers
{
    /// <summary>Serves the worker over gRPC, on a free port of the loopback: its channel, and the orchestrations' client.</summary>
    public static WebApplication ForWorker(FunctionsWorker worker, DurableEngine engine, ILoggerFactory loggers)
    {
        var builder = CreateBuilder(loggers);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });

        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(worker);
        builder.Services.AddSingleton(engine);
        builder.Services.AddSingleton(new WorkerLogs(loggers));
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = grpc.MaxSendMessageSize = WorkerStart.MaxMessageLength);

        var app = builder.Build();
        app.MapGrpcService<FunctionRpcService>();
        app.MapGrpcService<TaskHubService>();
        return app;
    }

    /// <summary>Serves the app's callers over HTTP. Routes that are mapped after the start are not found.</summary>
    public static WebApplication ForCallers(EmbeddedHostOptions options, IConfiguration settings, ILoggerFactory loggers)
    {
        var builder = CreateBuilder(loggers);
        builder.Configuration.AddConfiguration(settings);
        builder.WebHost.UseKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddRouting();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.StopTimeout);
        builder.Services.AddHttpForwarder();

        var app = builder.Build();
        foreach (var url in ListenAddresses.Parse(options.Urls))
        {
            app.Urls.Add(url);
        }

        return app;
    }

    private static WebApplicationBuilder CreateBuilder(ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        return builder;
    }
}
