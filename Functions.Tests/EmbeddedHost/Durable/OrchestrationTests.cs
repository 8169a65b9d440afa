namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Durable;

public sealed class OrchestrationTests
{
    [Fact]
    public async Task An_orchestration_calls_activities_and_completes_with_its_output()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions
            .Activity<int, int>("Double", number => 2 * number)
            .Orchestrator("Twice", async context =>
                await context.CallActivityAsync<int>("Double", await context.CallActivityAsync<int>("Double", context.Input<int>())));
        await fixture.StartAsync();

        var ended = await fixture.RunAsync("Twice", 5);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal(20, ended.ReadOutputAs<int>());
        Assert.Equal(5, ended.ReadInputAs<int>());
        Assert.Equal("Twice", ended.Name);
        Assert.Equal(fixture.Time.GetUtcNow(), ended.CreatedAt);
    }

    [Fact]
    public async Task Names_of_orchestrators_and_activities_are_matched_without_regard_to_case()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions
            .Activity<string, string>("Greet", name => $"Hello {name}")
            .Orchestrator("Welcome", context => context.CallActivityAsync<string>("GREET", "Ada"));
        await fixture.StartAsync();

        Assert.Equal("Hello Ada", (await fixture.RunAsync("wELCOME")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Activities_that_are_started_together_run_together_and_are_awaited_together()
    {
        await using var fixture = new EngineFixture();
        using var together = new Barrier(3);
        fixture.Functions
            .Activity<int, int>("Square", number => Task.Run(() =>
            {
                Assert.True(together.SignalAndWait(EngineFixture.Patience));
                return number * number;
            }))
            .Orchestrator("Sum", async context =>
                (await Task.WhenAll(Enumerable.Range(1, 3).Select(number => context.CallActivityAsync<int>("Square", number)))).Sum());
        await fixture.StartAsync();

        Assert.Equal(14, (await fixture.RunAsync("Sum")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task An_orchestration_that_throws_fails_and_its_output_has_the_text()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions.Orchestrator<string>("Throw", _ => throw new InvalidOperationException("No such template."));
        await fixture.StartAsync();

        var ended = await fixture.RunAsync("Throw");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal("No such template.", ended.FailureDetails?.ErrorMessage);
    }

    [Fact]
    public async Task Custom_status_is_readable_by_clients_while_the_instance_runs()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions.Orchestrator("Report", async context =>
        {
            context.SetCustomStatus(new { Step = "waiting" });
            await context.WaitForExternalEvent<string>("Go");
            context.SetCustomStatus(null);
            return "done";
        });
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Report");
        await fixture.UntilIdleAsync(id);

        var running = await fixture.ReadAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Running, running.RuntimeStatus);
        Assert.Equal("""{"Step":"waiting"}""", running.SerializedCustomStatus);

        await fixture.Client.RaiseEventAsync(id, "Go");
        Assert.Null((await fixture.EndOfAsync(id)).SerializedCustomStatus);
    }

    [Fact]
    public async Task Inputs_outputs_and_events_are_JSON_with_fields_and_any_text()
    {
        const string Name = "Zoë \"Ada\" <O'Neil> \u2028 \ud83c\udfc5\n";
        await using var fixture = new EngineFixture();
        fixture.Functions
            .Activity<string, string>("Echo", text => text)
            .Orchestrator("Collect", async context =>
            {
                var (first, second) = context.Input<(string First, string Second)>();
                var raised = await context.WaitForExternalEvent<string[]>("Names");
                return await context.CallActivityAsync<string>("Echo", first + second + raised[0]);
            });
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Collect", (First: Name, Second: "2"));
        await fixture.Client.RaiseEventAsync(id, "Names", new[] { Name });

        Assert.Equal($"{Name}2{Name}", (await fixture.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_orchestration_knows_its_version_and_compares_it()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions.Orchestrator("Which", context => Task.FromResult(
            $"{context.Version} {Math.Sign(context.CompareVersionTo("1.9"))} {Math.Sign(context.CompareVersionTo("1.10"))}"));
        await fixture.StartAsync();

        var id = await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Which", new StartOrchestrationOptions { Version = "1.10" });
        Assert.Equal("1.10 1 0", (await fixture.EndOfAsync(id)).ReadOutputAs<string>());
        Assert.Equal(" -1 -1", (await fixture.RunAsync("Which")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Events_can_be_sent_from_one_orchestration_to_another()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions
            .Orchestrator("Receive", context => context.WaitForExternalEvent<int>("Number"))
            .Orchestrator("Send", context =>
            {
                context.SendEvent("receiver", "number", 42);
                context.SendEvent("nobody", "number", 42);
                return Task.FromResult("sent");
            });
        await fixture.StartAsync();
        await fixture.ScheduleAsync("Receive", id: "receiver");

        await fixture.RunAsync("Send");

        Assert.Equal(42, (await fixture.EndOfAsync("receiver")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_history_that_is_larger_than_a_message_of_gRPC_is_fetched_by_the_worker()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions
            .Activity<int, string>("Give", _ => new string('y', 900_000))
            .Orchestrator("Large", async context =>
            {
                var length = 0;
                for (var i = 0; i < 7; i++)
                {
                    length += (await context.CallActivityAsync<string>("Give", i)).Length;
                }

                return length;
            });
        await fixture.StartAsync();

        Assert.Equal(6_300_000, (await fixture.RunAsync("Large")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Events_that_are_together_larger_than_a_message_of_gRPC_come_in_several_turns()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions.Orchestrator("Large", async context =>
        {
            var length = 0;
            for (var i = 0; i < 7; i++)
            {
                length += (await context.WaitForExternalEvent<string>("Part")).Length;
            }

            return length;
        });
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Large");
        await fixture.UntilIdleAsync(id);
        await fixture.Client.SuspendInstanceAsync(id);
        for (var i = 0; i < 7; i++)
        {
            await fixture.Client.RaiseEventAsync(id, "Part", new string('y', 900_000));
        }

        await fixture.Client.ResumeInstanceAsync(id);

        Assert.Equal(6_300_000, (await fixture.EndOfAsync(id)).ReadOutputAs<int>());
    }
}
