using System.Net;
using BadgeFunctions.EmbeddedHost.Durable;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Durable;

/// <summary>
/// An engine on a database of its own, with a clock that the test moves, and Microsoft's worker and client of the plain Durable
/// Task SDK on its gRPC service.
/// </summary>
internal sealed class EngineFixture : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly DateTimeOffset Epoch = new(2021, 4, 26, 9, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("durable-tests-");
    private WebApplication? _server;
    private IHost? _worker;

    public EngineFixture() => Options = new DurableEngineOptions { DatabasePath = Path.Combine(_folder.FullName, "hub.db") };

    public CodeFunctions Functions { get; } = new();

    public FakeTimeProvider Time { get; } = new(Epoch);

    public DurableEngineOptions Options { get; set; }

    /// <summary>What the engine complained about.</summary>
    public ErrorLog Errors { get; } = new();

    public DurableEngine Engine { get; private set; } = null!;

    public DurableTaskClient Client { get; private set; } = null!;

    public string Folder => _folder.FullName;

    /// <summary>Starts an engine and a worker that has the orchestrators and activities that are set up by now.</summary>
    public async Task<EngineFixture> StartAsync()
    {
        await StopWorkerAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(Errors);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = null);
        builder.Services.AddSingleton<IDurableWorker, SdkWorker>();
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton(Options);
        builder.Services.AddSingleton<DurableEngine>();
        _server = builder.Build();
        _server.MapGrpcService<TaskHubService>();
        Engine = _server.Services.GetRequiredService<DurableEngine>();
        await Engine.StartAsync(CancellationToken.None);
        await _server.StartAsync();
        await StartWorkerAsync(GrpcChannel.ForAddress(_server.Urls.First(), new GrpcChannelOptions { MaxReceiveMessageSize = null }));
        return this;
    }

    public async Task RestartAsync()
    {
        await Engine.StopAsync(CancellationToken.None);
        await StartAsync();
    }

    public Task<string> ScheduleAsync(string name, object? input = null, string? id = null) =>
        Client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id));

    public async Task<OrchestrationMetadata> EndOfAsync(string id)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException($"{await Client.GetInstanceAsync(id)}; {Engine.Hub.Timers.Count} timers; errors: {Errors}");
        }
    }

    /// <summary>Schedules an orchestration and waits for its end.</summary>
    public async Task<OrchestrationMetadata> RunAsync(string name, object? input = null) => await EndOfAsync(await ScheduleAsync(name, input));

    public async Task<OrchestrationMetadata> ReadAsync(string id) =>
        await Client.GetInstanceAsync(id, getInputsAndOutputs: true) ?? throw new InvalidOperationException($"There is no instance '{id}'.");

    /// <summary>Waits until so many durable timers are committed, then moves the clock.</summary>
    public async Task AdvanceAsync(TimeSpan by, int timers = 1)
    {
        await UntilAsync(() => Engine.Hub.Timers.Count == timers);
        Time.Advance(by);
    }

    /// <summary>Waits until the orchestrator has nothing to do but wait.</summary>
    public Task UntilIdleAsync(string id) => UntilAsync(() =>
        Engine.Hub.Find(id) is { HasStarted: true, IsTakingTurn: false, WantsTurn: false, Inbox.Count: 0 });

    public static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), patience.Token);
        }
    }

    /// <summary>Asks the database itself.</summary>
    public long Query(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Options.DatabasePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    public async ValueTask DisposeAsync()
    {
        await (Engine?.StopAsync(CancellationToken.None) ?? Task.CompletedTask);
        await StopWorkerAsync();
        _folder.Delete(recursive: true);
    }

    private async Task StartWorkerAsync(GrpcChannel channel)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddDurableTaskWorker(worker => worker.UseGrpc(channel).AddTasks(Functions.Register));
        builder.Services.AddDurableTaskClient(client => client.UseGrpc(channel));
        _worker = builder.Build();
        await _worker.StartAsync();
        Client = _worker.Services.GetRequiredService<DurableTaskClient>();
    }

    private async Task StopWorkerAsync()
    {
        if (_worker is not null)
        {
            await _worker.StopAsync();
            _worker.Dispose();
            await _server!.DisposeAsync();
        }
    }
}
