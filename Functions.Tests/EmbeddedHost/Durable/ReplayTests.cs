using Microsoft.Extensions.Logging;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Durable;

/// <summary>What the app relies on of Microsoft's replay, with this engine's histories.</summary>
public sealed class ReplayTests
{
    [Fact]
    public async Task Replay_repeats_the_turns_of_history_with_their_time_and_ids()
    {
        await using var fixture = new EngineFixture();
        var seen = new List<string>();
        fixture.Functions.Orchestrator("Steps", async context =>
        {
            lock (seen)
            {
                seen.Add($"{context.CurrentUtcDateTime:o} {context.NewGuid()} {context.NewGuid()}");
            }

            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return "done";
        });
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Steps");
        await fixture.AdvanceAsync(TimeSpan.FromHours(1.1));

        await fixture.EndOfAsync(id);

        Assert.Equal(2, seen.Count);
        Assert.Single(seen.Distinct());
    }

    [Fact]
    public async Task A_replay_safe_logger_is_silent_in_replay()
    {
        await using var fixture = new EngineFixture();
        var silent = new List<bool>();
        fixture.Functions
            .Activity<string, string>("First", _ => "done")
            .Orchestrator("Log", async context =>
            {
                var logger = context.CreateReplaySafeLogger<ReplayTests>();
                silent.Add(context.IsReplaying);
                logger.Log(LogLevel.Critical, default, "begun", null, static (said, _) => said);
                await context.CallActivityAsync<string>("First");
                return context.IsReplaying;
            });
        await fixture.StartAsync();

        Assert.False((await fixture.RunAsync("Log")).ReadOutputAs<bool>());

        Assert.Equal([false, true], silent);
    }

    [Fact]
    public async Task An_instance_whose_code_was_changed_under_it_fails_and_names_both_actions()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions
            .Activity<string, string>("Issue", _ => "issued")
            .Activity<string, string>("Mail", _ => "mailed")
            .Orchestrator("Badge", async context =>
            {
                await context.CallActivityAsync<string>("Issue");
                return await context.WaitForExternalEvent<string>("Go");
            });
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Badge");
        await EngineFixture.UntilAsync(() => fixture.Query("SELECT count(*) FROM log WHERE kind = 2") == 2);

        fixture.Functions.Orchestrator("Badge", context => context.CallActivityAsync<string>("Mail"));
        await fixture.RestartAsync();
        await fixture.Client.RaiseEventAsync(id, "Go");

        var ended = await fixture.EndOfAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Contains("Non-Deterministic", ended.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("Issue", ended.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("Mail", ended.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Histories_that_are_no_longer_in_memory_are_read_and_go_on()
    {
        await using var fixture = new EngineFixture();
        fixture.Options = fixture.Options with { MaxCachedHistories = 0 };
        fixture.Functions
            .Activity<int, int>("Next", number => number + 1)
            .Orchestrator("Steps", async context =>
            {
                var number = 0;
                for (var i = 0; i < 5; i++)
                {
                    number = await context.CallActivityAsync<int>("Next", number);
                    await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
                }

                return number;
            });
        await fixture.StartAsync();
        var ids = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => fixture.ScheduleAsync("Steps")));
        var ends = Task.WhenAll(ids.Select(fixture.EndOfAsync));
        await EngineFixture.UntilAsync(() =>
        {
            fixture.Time.Advance(TimeSpan.FromMilliseconds(2));
            return ends.IsCompleted;
        });

        Assert.All(await ends, ended => Assert.Equal(5, ended.ReadOutputAs<int>()));
    }
}
