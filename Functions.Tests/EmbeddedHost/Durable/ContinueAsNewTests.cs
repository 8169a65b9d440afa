namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Durable;

public sealed class ContinueAsNewTests
{
    [Fact]
    public async Task ContinueAsNew_starts_a_fresh_history_with_a_new_input()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions
            .Activity<int, int>("Next", number => number + 1)
            .Orchestrator("Loop", async context =>
            {
                var next = await context.CallActivityAsync<int>("Next", context.Input<int>());
                if (next < 50)
                {
                    context.ContinueAsNew(next);
                }

                return next;
            });
        await fixture.StartAsync();

        var ended = await fixture.RunAsync("Loop", 0);

        Assert.Equal(50, ended.ReadOutputAs<int>());
        Assert.Equal(49, ended.ReadInputAs<int>());
        Assert.InRange(fixture.Query("SELECT count(*) FROM log"), 1, 5);
    }

    [Fact]
    public async Task ContinueAsNew_keeps_unprocessed_events_by_default_also_across_a_restart()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions.Orchestrator("Loop", async context =>
        {
            var read = context.Input<string>();
            var next = await context.WaitForExternalEvent<string>("Claim");
            if (next != "end")
            {
                await context.WaitForExternalEvent<string>("Go");
                context.ContinueAsNew(read + next);
            }

            return read;
        });
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Loop", "");
        foreach (var payload in new[] { "1", "2", "3", "end" })
        {
            await fixture.Client.RaiseEventAsync(id, "Claim", payload);
        }

        for (var i = 0; i < 3; i++)
        {
            await fixture.UntilIdleAsync(id);
            await fixture.RestartAsync();
            await fixture.Client.RaiseEventAsync(id, "Go");
        }

        Assert.Equal("123", (await fixture.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task ContinueAsNew_drops_unprocessed_events_when_told_to()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions.Orchestrator("Loop", async context =>
        {
            if (context.Input<string>() is { } second)
            {
                await context.WaitForExternalEvent<string>("Claim");
                return second;
            }

            await context.WaitForExternalEvent<string>("Go");
            context.ContinueAsNew("second", preserveUnprocessedEvents: false);
            return null;
        });
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Loop");
        await fixture.Client.RaiseEventAsync(id, "Claim");
        await fixture.Client.RaiseEventAsync(id, "Go");
        await EngineFixture.UntilAsync(() => fixture.Engine.Hub.Find(id) is { Execution: 1 });
        await fixture.UntilIdleAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await fixture.ReadAsync(id)).RuntimeStatus);
        await fixture.Client.RaiseEventAsync(id, "Claim");
        Assert.Equal("second", (await fixture.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task ContinueAsNew_can_change_the_version()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions.Orchestrator("Migrate", context =>
        {
            if (context.Version != "2")
            {
                context.ContinueAsNew(new ContinueAsNewOptions { NewVersion = "2" });
            }

            return Task.FromResult(context.Version);
        });
        await fixture.StartAsync();

        Assert.Equal("2", (await fixture.RunAsync("Migrate")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task ContinueAsNew_waits_for_what_the_former_run_has_started()
    {
        await using var fixture = new EngineFixture();
        var release = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Functions
            .Activity<string, string>("Slow", _ => release.Task)
            .Orchestrator("Loop", async context =>
            {
                if (context.Input<string>() is { } second)
                {
                    return second;
                }

                _ = context.CallActivityAsync<string>("Slow");
                await context.WaitForExternalEvent<string>("Again");
                context.ContinueAsNew("second");
                return null;
            });
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Loop");
        await EngineFixture.UntilAsync(() => fixture.Functions.Calls.ContainsKey("Slow"));
        await fixture.Client.RaiseEventAsync(id, "Again");
        await fixture.UntilIdleAsync(id);
        Assert.Equal(0, fixture.Engine.Hub.Find(id)!.Execution);

        release.SetResult("done");

        Assert.Equal("second", (await fixture.EndOfAsync(id)).ReadOutputAs<string>());
    }
}
