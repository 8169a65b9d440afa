namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Durable;

public sealed class ExternalEventTests
{
    [Fact]
    public async Task Events_are_matched_by_name_without_regard_to_case_first_in_first_out()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions.Orchestrator("Read", async context =>
        {
            await context.WaitForExternalEvent<string>("Start");
            return new[]
            {
                await context.WaitForExternalEvent<string>("claim"),
                await context.WaitForExternalEvent<string>("OTHER"),
                await context.WaitForExternalEvent<string>("Claim"),
            };
        });
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Read");

        foreach (var (name, payload) in new[] { ("CLAIM", "1"), ("other", "2"), ("Claim", "3"), ("start", "") })
        {
            await fixture.Client.RaiseEventAsync(id, name, payload);
        }

        Assert.Equal(["1", "2", "3"], (await fixture.EndOfAsync(id)).ReadOutputAs<string[]>()!);
    }

    [Fact]
    public async Task Events_are_kept_while_nobody_waits_for_them_also_across_a_restart()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions.Orchestrator("Late", async context =>
        {
            await context.WaitForExternalEvent<string>("Start");
            return await context.WaitForExternalEvent<string>("Early");
        });
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Late");
        await fixture.Client.RaiseEventAsync(id, "Early", "kept");
        await fixture.UntilIdleAsync(id);

        await fixture.RestartAsync();
        await fixture.Client.RaiseEventAsync(id, "Start");

        Assert.Equal("kept", (await fixture.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_that_is_raised_twice_ends_one_wait_and_is_kept_for_the_next()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions.Orchestrator("Once", async context =>
        {
            await context.WaitForExternalEvent<string>("Claim");
            await context.WaitForExternalEvent<string>("Go");
            return "once";
        });
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Once");

        await fixture.Client.RaiseEventAsync(id, "Claim");
        await fixture.Client.RaiseEventAsync(id, "Claim");
        await fixture.UntilIdleAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await fixture.ReadAsync(id)).RuntimeStatus);

        await fixture.Client.RaiseEventAsync(id, "Go");
        Assert.Equal("once", (await fixture.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Events_for_an_instance_that_does_not_exist_or_has_ended_are_dropped_without_an_error()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions.Orchestrator("End", _ => Task.FromResult("ended"));
        await fixture.StartAsync();
        var id = (await fixture.RunAsync("End")).InstanceId;
        var records = fixture.Query("SELECT count(*) FROM log");

        await fixture.Client.RaiseEventAsync(id, "Claim", 1);
        await fixture.Client.RaiseEventAsync("nobody", "Claim", 1);

        Assert.Equal(records, fixture.Query("SELECT count(*) FROM log"));
        Assert.Null(await fixture.Client.GetInstanceAsync("nobody"));
    }

    [Fact]
    public async Task Of_several_waits_of_one_name_the_newest_gets_the_next_event()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions.Orchestrator("Stack", async context =>
        {
            var waits = new[] { context.WaitForExternalEvent<string>("Claim"), context.WaitForExternalEvent<string>("Claim") };
            await Task.WhenAll(waits);
            return $"{await waits[0]} {await waits[1]}";
        });
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Stack");

        await fixture.Client.RaiseEventAsync(id, "Claim", "1");
        await fixture.Client.RaiseEventAsync(id, "Claim", "2");

        Assert.Equal("2 1", (await fixture.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_wait_with_a_timeout_throws_TaskCanceledException_when_it_runs_out()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions.Orchestrator("Patient", async context =>
        {
            try
            {
                return await context.WaitForExternalEvent<string>("Claim", TimeSpan.FromDays(30));
            }
            catch (TaskCanceledException)
            {
                return "lapsed";
            }
        });
        await fixture.StartAsync();
        var lapsing = await fixture.ScheduleAsync("Patient");
        await fixture.AdvanceAsync(TimeSpan.FromDays(30));
        Assert.Equal("lapsed", (await fixture.EndOfAsync(lapsing)).ReadOutputAs<string>());

        var claimed = await fixture.ScheduleAsync("Patient");
        await fixture.Client.RaiseEventAsync(claimed, "Claim", "claimed");
        Assert.Equal("claimed", (await fixture.EndOfAsync(claimed)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_whose_payload_is_of_another_type_fails_the_wait()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions.Orchestrator("Typed", context => context.WaitForExternalEvent<int>("Number"));
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Typed");

        await fixture.Client.RaiseEventAsync(id, "Number", "not a number");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await fixture.EndOfAsync(id)).RuntimeStatus);
    }
}
