using BadgeFunctions.EmbeddedHost.Storage;
using Grpc.Core;
using Microsoft.Data.Sqlite;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Durable;

public sealed class DurableStoreTests
{
    [Fact]
    public async Task A_database_that_another_engine_holds_is_refused_and_free_again_after_it_stops()
    {
        await using var fixture = await new EngineFixture().StartAsync();

        var refusal = Assert.Throws<InvalidOperationException>(() => new DurableStore(fixture.Options.DatabasePath, null));
        Assert.Contains("in use by another process", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(fixture.Options.DatabasePath, refusal.Message, StringComparison.Ordinal);

        await fixture.Engine.StopAsync(CancellationToken.None);
        new DurableStore(fixture.Options.DatabasePath, null).Dispose();
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused_and_left_alone()
    {
        await using var fixture = await new EngineFixture().StartAsync();
        await fixture.Engine.StopAsync(CancellationToken.None);
        Run(fixture.Options.DatabasePath, "PRAGMA user_version = 99");

        var refusal = Assert.Throws<InvalidOperationException>(() => new DurableStore(fixture.Options.DatabasePath, null));

        Assert.Contains("version 99", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(99, fixture.Query("PRAGMA user_version"));
    }

    [Fact]
    public async Task A_database_of_the_former_engine_is_refused_with_what_to_do()
    {
        await using var fixture = await new EngineFixture().StartAsync();
        await fixture.Engine.StopAsync(CancellationToken.None);
        Run(fixture.Options.DatabasePath, "PRAGMA user_version = 2");

        var refusal = Assert.Throws<InvalidOperationException>(() => new DurableStore(fixture.Options.DatabasePath, null));

        Assert.Contains("former engine", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("move the file away", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(2, fixture.Query("PRAGMA user_version"));
    }

    [Fact]
    public async Task A_database_of_another_application_is_refused()
    {
        await using var fixture = new EngineFixture();
        Run(fixture.Options.DatabasePath, "CREATE TABLE letters (id INTEGER)");

        var refusal = Assert.Throws<InvalidOperationException>(() => new DurableStore(fixture.Options.DatabasePath, null));

        Assert.Contains("another application", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_refuses_callers_and_what_was_accepted_goes_on_when_there_is_room_again()
    {
        await using var fixture = new EngineFixture();
        fixture.Options = fixture.Options with { MaxDatabasePages = 200 };
        fixture.Functions
            .Orchestrator("Wait", context => context.WaitForExternalEvent<string>("Go"))
            .Orchestrator("Echo", context => Task.FromResult(context.Input<string>()));
        await fixture.StartAsync();
        await fixture.ScheduleAsync("Wait", id: "accepted");
        var accepted = new List<string>();

        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            for (var number = 0; number < 1_000; number++)
            {
                accepted.Add(await fixture.ScheduleAsync("Wait", new string('x', 10_000)));
            }
        });
        Assert.Contains("full", refusal.Status.Detail, StringComparison.Ordinal);

        await fixture.Engine.StopAsync(CancellationToken.None);
        fixture.Options = fixture.Options with { MaxDatabasePages = null };
        await fixture.StartAsync();
        Assert.Equal(accepted.Count + 1, fixture.Query("SELECT count(*) FROM instances"));
        foreach (var id in accepted)
        {
            await fixture.Client.RaiseEventAsync(id, "Go", "on");
            Assert.Equal("on", (await fixture.EndOfAsync(id)).ReadOutputAs<string>());
        }
    }

    [Fact]
    public async Task A_step_that_finds_no_room_is_tried_again_until_there_is()
    {
        await using var fixture = new EngineFixture();
        fixture.Options = fixture.Options with { MaxDatabasePages = 200 };
        fixture.Functions
            .Activity<string, string>("Large", _ => new string('x', 900_000))
            .Orchestrator("Call", async context => (await context.CallActivityAsync<string>("Large")).Length)
            .Orchestrator("Echo", context => Task.FromResult(context.Input<string>()));
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Call");
        await EngineFixture.UntilAsync(() => fixture.Functions.Calls.ContainsKey("Large"));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await fixture.RunAsync("Echo", "small")).RuntimeStatus);

        await fixture.Engine.SubmitAsync(
            transaction =>
            {
                StoreSchema.Run(transaction.Writer.Connection, "PRAGMA max_page_count = 100000");
                return true;
            },
            CancellationToken.None);
        var end = fixture.EndOfAsync(id);
        await EngineFixture.UntilAsync(() =>
        {
            fixture.Time.Advance(TimeSpan.FromSeconds(1));
            return end.IsCompleted;
        });

        Assert.Equal(900_000, (await end).ReadOutputAs<int>());
        Assert.Equal(1, fixture.Functions.Calls["Large"]);
    }

    [Fact]
    public async Task Every_commit_is_synchronised_with_the_disk()
    {
        await using var fixture = await new EngineFixture().StartAsync();

        var (journal, synchronous) = await fixture.Engine.SubmitAsync(
            transaction => (
                StoreSchema.Read(transaction.Writer.Connection, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"),
                StoreSchema.Read(transaction.Writer.Connection, "PRAGMA synchronous")),
            CancellationToken.None);

        Assert.Equal((1, 2), (journal, synchronous));
    }

    private static void Run(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        StoreSchema.Run(connection, sql);
    }
}
