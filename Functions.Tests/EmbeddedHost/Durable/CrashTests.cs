using System.Collections.Concurrent;
using BadgeFunctions.EmbeddedHost.Durable;
using BadgeFunctions.EmbeddedHost.Storage;
using Microsoft.Data.Sqlite;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Durable;

public sealed class CrashTests
{
    [Fact]
    public async Task Whatever_a_client_was_told_is_found_and_completes_after_a_kill_at_any_moment()
    {
        await using var fixture = new EngineFixture();
        AddJourney(fixture.Functions);
        await fixture.StartAsync();
        using var snapshot = HoldSnapshot(fixture);
        var told = new ConcurrentQueue<(string Id, bool EventToo)>();
        var enough = false;
        var burst = Task.WhenAll(Enumerable.Range(0, 20).Select(caller => Task.Run(() => CallAsync(fixture, caller, told, () => enough))));

        List<(string Path, (string Id, bool EventToo)[] Told)> kills = [];
        while (kills.Count < 8)
        {
            var before = told.Count;
            await EngineFixture.UntilAsync(() => told.Count >= before + 40 || burst.IsCompleted);
            var known = told.ToArray();
            kills.Add((CopyDatabase(fixture, kills.Count), known));
        }

        enough = true;
        await burst;
        Assert.True(kills[^1].Told.Length > 200);
        foreach (var (path, known) in kills)
        {
            await CheckAfterKillAsync(path, known);
        }
    }

    [Fact]
    public async Task Ten_thousand_waiting_instances_are_there_again_after_a_start()
    {
        const int Count = 10_000;
        await using var fixture = new EngineFixture();
        fixture.Options = fixture.Options with { MaxCachedHistories = 100 };
        fixture.Functions.Orchestrator("Wait", async context =>
            await context.WaitForExternalEvent<string>("Claim", TimeSpan.FromDays(30)) + context.Input<int>());
        await fixture.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, Count).Select(number => fixture.ScheduleAsync("Wait", number, $"badge-{number}")));
        await EngineFixture.UntilAsync(() => fixture.Engine.Hub.Timers.Count == Count);

        await fixture.RestartAsync();
        Assert.Equal(Count, fixture.Engine.Hub.Unfinished.Count);
        Assert.Equal(Count, fixture.Engine.Hub.Timers.Count);

        var sample = Enumerable.Range(0, 100).Select(number => $"badge-{number * 97}").ToList();
        await Task.WhenAll(sample.Select(id => fixture.Client.RaiseEventAsync(id, "Claim", "claimed ")));
        foreach (var id in sample)
        {
            Assert.Equal($"claimed {id[6..]}", (await fixture.EndOfAsync(id)).ReadOutputAs<string>());
        }
    }

    [Fact]
    public async Task A_history_of_ten_thousand_events_is_replayed()
    {
        const int Count = 10_000;
        await using var fixture = new EngineFixture();
        fixture.Functions.Orchestrator("Count", async context =>
        {
            var sum = 0L;
            for (var i = 0; i < Count; i++)
            {
                sum += await context.WaitForExternalEvent<int>("Number");
            }

            return sum + await context.WaitForExternalEvent<int>("Last");
        });
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Count");
        await Task.WhenAll(Enumerable.Range(1, Count).Select(number => fixture.Client.RaiseEventAsync(id, "Number", number)));
        await fixture.UntilIdleAsync(id);

        await fixture.RestartAsync();
        await fixture.Client.RaiseEventAsync(id, "Last", 1);

        Assert.Equal((Count * (Count + 1L) / 2) + 1, (await fixture.EndOfAsync(id)).ReadOutputAs<long>());
    }

    [Fact]
    public async Task Nothing_of_an_ended_instance_stays_in_memory()
    {
        await using var fixture = new EngineFixture();
        AddJourney(fixture.Functions);
        await fixture.StartAsync();

        var ended = await RunAndLetGoAsync(fixture, 500);
        await RunAndLetGoAsync(fixture, 1);

        Assert.Empty(fixture.Engine.Hub.Unfinished);
        Assert.Equal(0, fixture.Engine.Hub.Timers.Count);
        await EngineFixture.UntilAsync(() =>
        {
            GC.Collect();
            return ended.All(instance => !instance.IsAlive);
        });
    }

    private static void AddJourney(CodeFunctions functions) => functions
        .Activity<int, int>("Next", number => number + 1)
        .Orchestrator("Journey", async context =>
        {
            var number = 0;
            for (var i = 0; i < 3; i++)
            {
                number = await context.CallActivityAsync<int>("Next", number);
            }

            return $"{await context.WaitForExternalEvent<string>("Claim", TimeSpan.FromHours(1))} {number}";
        });

    private static async Task CallAsync(
        EngineFixture fixture, int caller, ConcurrentQueue<(string Id, bool EventToo)> told, Func<bool> isEnough)
    {
        for (var number = 0; !isEnough(); number++)
        {
            var id = await fixture.ScheduleAsync("Journey", id: $"badge-{caller}-{number}");
            told.Enqueue((id, false));
            await fixture.Client.RaiseEventAsync(id, "Claim", "claimed");
            told.Enqueue((id, true));
            await fixture.EndOfAsync(id);
        }
    }

    private static async Task<IReadOnlyList<WeakReference>> RunAndLetGoAsync(EngineFixture fixture, int count)
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => fixture.ScheduleAsync("Journey")));
        var instances = ids.Select(id => new WeakReference(fixture.Engine.Hub.Find(id))).ToList();
        await Task.WhenAll(ids.Select(id => fixture.Client.RaiseEventAsync(id, "Claim", "claimed")));
        await Task.WhenAll(ids.Select(fixture.EndOfAsync));
        return instances;
    }

    // While a reader holds its first snapshot, SQLite only appends to the log, so that a copy of both files is what
    // the disk holds when the process dies: every commit so far, and perhaps a part of the next.
    private static SqliteConnection HoldSnapshot(EngineFixture fixture)
    {
        var connection = new SqliteConnection($"Data Source={fixture.Options.DatabasePath};Pooling=False");
        connection.Open();
        StoreSchema.Run(connection, "BEGIN");
        Assert.Equal(0, StoreSchema.Read(connection, "SELECT count(*) FROM instances"));
        return connection;
    }

    private static string CopyDatabase(EngineFixture fixture, int number)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(fixture.Folder, $"kill-{number}")).FullName, "hub.db");
        Copy(fixture.Options.DatabasePath, path);
        Copy($"{fixture.Options.DatabasePath}-wal", $"{path}-wal");
        return path;
    }

    private static void Copy(string from, string to)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var target = File.Create(to);
        source.CopyTo(target);
    }

    private static async Task CheckAfterKillAsync(string path, IReadOnlyCollection<(string Id, bool EventToo)> told)
    {
        await using var fixture = new EngineFixture();
        AddJourney(fixture.Functions);
        var ends = new ConcurrentDictionary<string, int>();
        fixture.Options = new DurableEngineOptions { DatabasePath = path };
        await fixture.StartAsync();
        foreach (var (id, eventToo) in told)
        {
            Assert.NotNull(await fixture.Client.GetInstanceAsync(id));
            if (eventToo)
            {
                ends[id] = 1;
            }
        }

        foreach (var id in ends.Keys)
        {
            Assert.Equal("claimed 3", (await fixture.EndOfAsync(id)).ReadOutputAs<string>());
        }
    }
}
