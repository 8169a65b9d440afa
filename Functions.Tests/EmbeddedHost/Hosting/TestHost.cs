using BadgeFunctions.EmbeddedHost.Functions;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;

/// <summary>The embedded host with a test's own function classes, on a free port of the loopback.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly IHost _host;

    private TestHost(TemporaryFolder folder, IHost host, RecordedLogs logs)
    {
        _folder = folder;
        _host = host;
        Logs = logs;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
    }

    public HttpClient Client { get; }

    public RecordedLogs Logs { get; }

    public IServiceProvider Services => _host.Services;

    public static Task<TestHost> StartAsync<TFunctions>(Action<FunctionsApplicationBuilder>? configure = null) =>
        StartAsync([typeof(TFunctions)], configure);

    public static async Task<TestHost> StartAsync(
        IEnumerable<Type> functions, Action<FunctionsApplicationBuilder>? configure = null, string? dataDirectory = null)
    {
        var folder = new TemporaryFolder();
        var logs = new RecordedLogs();
        var builder = CreateBuilder(folder, functions, dataDirectory);
        builder.ConfigureFunctionsWebApplication();
        builder.Logging.ClearProviders().AddProvider(logs);
        configure?.Invoke(builder);

        var host = new TestHost(folder, builder.Build(), logs);
        await host._host.StartAsync();
        host.Client.BaseAddress = new Uri(
            host.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
        return host;
    }

    /// <summary>Builds the app and answers why it cannot start.</summary>
    public static string StartError(params Type[] functions)
    {
        using var folder = new TemporaryFolder();
        var builder = CreateBuilder(folder, functions, dataDirectory: null);
        builder.ConfigureFunctionsWebApplication();
        return Assert.Throws<InvalidOperationException>(builder.Build).Message;
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        ((IDisposable)_host).Dispose();
        Client.Dispose();
        _folder.Dispose();
    }

    private static FunctionsApplicationBuilder CreateBuilder(TemporaryFolder folder, IEnumerable<Type> functions, string? dataDirectory)
    {
        folder.Write("host.json", """{ "version": "2.0", "extensions": { "http": { "routePrefix": "" } } }""");
        folder.Write("local.settings.json", "{}");

        var builder = FunctionsApplication.CreateBuilder([
            "--contentRoot", folder.Path,
            "--EmbeddedHost:Urls", "http://127.0.0.1:0",
            "--EmbeddedHost:DataDirectory", dataDirectory ?? Path.Combine(folder.Path, "data")]);
        builder.Services.AddSingleton<IFunctionTypes>(new FixedFunctionTypes(functions));
        return builder;
    }
}
