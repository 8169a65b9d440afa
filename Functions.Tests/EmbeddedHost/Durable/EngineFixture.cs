using BadgeFunctions.EmbeddedHost.Durable;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Durable;

/// <summary>An engine on a database of its own in a temporary folder, with a clock that the test moves.</summary>
internal sealed class EngineFixture : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly DateTimeOffset Epoch = new(2021, 4, 26, 9, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("durable-tests-");

    public EngineFixture()
    {
        Options = new DurableEngineOptions { DatabasePath = Path.Combine(_folder.FullName, "hub.db") };
        Engine = Create();
        Client = new EmbeddedDurableTaskClient(Engine);
    }

    public CodeFunctions Functions { get; } = new();

    public FakeTimeProvider Time { get; } = new(Epoch);

    public DurableEngineOptions Options { get; set; }

    /// <summary>What the engine complained about.</summary>
    public ErrorLog Errors { get; } = new();

    public DurableEngine Engine { get; private set; }

    public EmbeddedDurableTaskClient Client { get; private set; }

    public string Folder => _folder.FullName;

    /// <summary>Starts an engine whose orchestrators and activities are set up already.</summary>
    public async Task<EngineFixture> StartAsync()
    {
        Engine = Create();
        Client = new EmbeddedDurableTaskClient(Engine);
        await Engine.StartAsync(CancellationToken.None);
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
        await Engine.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private DurableEngine Create() => new(Functions, Options, Time, LoggerFactory.Create(builder => builder.AddProvider(Errors)));
}
