using System.Net;
using System.Net.Sockets;
using BadgeFunctions.EmbeddedHost.Durable;
using BadgeFunctions.EmbeddedHost.Worker;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>The servers that the host listens with.</summary>
internal static class HostServers
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

        builder.Services.AddRoutingCore().AddSingleton(worker).AddSingleton(engine);
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = grpc.MaxSendMessageSize = WorkerStart.MaxMessageLength);

        var app = builder.Build();
        app.MapGrpcService<WorkerChannel>();
        app.MapGrpcService<TaskHubService>();
        return app;
    }

    /// <summary>Serves the app's callers over HTTP. Routes that are mapped after the start are not found.</summary>
    public static WebApplication ForCallers(EmbeddedHostOptions options, IConfiguration settings, ILoggerFactory loggers)
    {
        var builder = CreateBuilder(loggers);
        builder.Configuration.AddConfiguration(settings);
        builder.WebHost.UseKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddRouting().AddHttpForwarder();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.StopTimeout);

        var app = builder.Build();
        foreach (var url in Split(options.Urls))
        {
            app.Urls.Add(url);
        }

        return app;
    }

    /// <summary>Fails if a port cannot be had, before anything of the app has started.</summary>
    /// <exception cref="HostException">A port is taken or not allowed; the message names it.</exception>
    public static void EnsureFree(string urls)
    {
        foreach (var address in Split(urls).Select(BindingAddress.Parse).Where(address => !address.IsUnixPipe && address.Port != 0))
        {
            // As Kestrel reads a host: a name other than localhost stands for every interface.
            var host = address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? "127.0.0.1" : address.Host.Trim('[', ']');
            try
            {
                using var listener = new TcpListener(IPAddress.TryParse(host, out var ip) ? ip : IPAddress.Any, address.Port);
                listener.Start();
            }
            catch (SocketException exception)
            {
                var isTaken = exception.SocketErrorCode is SocketError.AddressAlreadyInUse;
                var reason = isTaken ? "is taken" : $"cannot be had ({exception.Message})";
                throw new HostException(
                    $"Port {address.Port} {reason}. Choose another with --urls or EmbeddedHost:Urls, or end the process that has it.");
            }
        }
    }

    private static string[] Split(string urls) => urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static WebApplicationBuilder CreateBuilder(ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers).AddSingleton<IHostLifetime, NoLifetime>();
        return builder;
    }
}

/// <summary>Leaves signals to <see cref="FunctionAppHost"/>, which stops its parts in order.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
