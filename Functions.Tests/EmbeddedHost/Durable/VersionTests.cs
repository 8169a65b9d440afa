
namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Durable;

/// <summary>What becomes of an instance's version, and which instances a build takes on.</summary>
public sealed class VersionTests
{
    [Fact]
    public async Task An_instance_keeps_its_version_when_it_continues_as_new_and_when_the_database_is_opened_again()
    {
        await using var fixture = Loops("1.0");
        await fixture.StartAsync();
        var id = await StartAsync(fixture, "1.0");
        await fixture.Client.RaiseEventAsync(id, "Go");
        await EngineFixture.UntilAsync(() => fixture.Engine.Hub.Find(id) is { Execution: 1 });

        fixture.Options = fixture.Options with { DefaultVersion = "2.0" };
        await fixture.RestartAsync();
        await fixture.Client.RaiseEventAsync(id, "Go");

        Assert.Equal("1.0 1.0", (await fixture.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_restarted_instance_has_the_version_of_the_one_that_ended(bool withNewInstanceId)
    {
        await using var fixture = new EngineFixture();
        fixture.Functions.Orchestrator("Which", context => Task.FromResult(context.Version));
        await fixture.StartAsync();
        var id = await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Which", new StartOrchestrationOptions { Version = "1.0" });
        await fixture.EndOfAsync(id);

        var restarted = await fixture.Client.RestartAsync(id, withNewInstanceId);

        Assert.Equal("1.0", (await fixture.EndOfAsync(restarted)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Without_a_version_an_instance_gets_the_default_and_Unversioned_asks_for_none()
    {
        await using var fixture = new EngineFixture();
        fixture.Options = fixture.Options with { DefaultVersion = "2.0" };
        fixture.Functions.Orchestrator("Which", context => Task.FromResult(context.Version));
        await fixture.StartAsync();

        Assert.Equal("2.0", (await fixture.RunAsync("Which")).ReadOutputAs<string>());
        var unversioned = await fixture.Client.ScheduleNewOrchestrationInstanceAsync(
            "Which", new StartOrchestrationOptions { Version = TaskVersion.Unversioned });
        Assert.Equal(string.Empty, (await fixture.EndOfAsync(unversioned)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_instance_of_a_newer_version_waits_for_a_build_that_knows_it_and_loses_no_event()
    {
        await using var fixture = Loops("2.0");
        await fixture.StartAsync();
        var id = await StartAsync(fixture, "2.0");
        await fixture.UntilIdleAsync(id);

        fixture.Options = fixture.Options with { DefaultVersion = "1.0" };
        await fixture.RestartAsync();
        await fixture.Client.RaiseEventAsync(id, "Go");
        await fixture.Client.RaiseEventAsync(id, "Go");
        var older = await StartAsync(fixture, "1.0");
        await fixture.UntilIdleAsync(older);

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await fixture.ReadAsync(id)).RuntimeStatus);
        Assert.Equal(2, fixture.Engine.Hub.Find(id)!.Inbox.Count);
        fixture.Options = fixture.Options with { DefaultVersion = "2.0" };
        await fixture.RestartAsync();
        Assert.Equal("2.0 2.0", (await fixture.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_instance_that_is_started_or_goes_on_with_a_newer_version_than_the_build_s_waits()
    {
        await using var fixture = new EngineFixture();
        fixture.Options = fixture.Options with { DefaultVersion = "1.0" };
        fixture.Functions.Orchestrator("Migrate", context =>
        {
            if (context.CompareVersionTo("2.0") < 0)
            {
                context.ContinueAsNew(new ContinueAsNewOptions { NewVersion = "2.0" });
            }

            return Task.FromResult(context.Version);
        });
        await fixture.StartAsync();
        var started = await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Migrate", new StartOrchestrationOptions { Version = "2.0" });
        var migrating = await fixture.ScheduleAsync("Migrate");
        await EngineFixture.UntilAsync(() => fixture.Engine.Hub.Find(migrating) is { Execution: 1, IsTooNew: true });

        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await fixture.ReadAsync(started)).RuntimeStatus);
        fixture.Options = fixture.Options with { DefaultVersion = "2.0" };
        await fixture.RestartAsync();
        Assert.Equal("2.0", (await fixture.EndOfAsync(started)).ReadOutputAs<string>());
        Assert.Equal("2.0", (await fixture.EndOfAsync(migrating)).ReadOutputAs<string>());
    }

    private static EngineFixture Loops(string version)
    {
        var fixture = new EngineFixture();
        fixture.Options = fixture.Options with { DefaultVersion = version };
        fixture.Functions.Orchestrator("Loop", async context =>
        {
            await context.WaitForExternalEvent<object?>("Go");
            if (context.Input<string>() is not { } former)
            {
                context.ContinueAsNew(context.Version);
                return null;
            }

            return $"{former} {context.Version}";
        });
        return fixture;
    }

    private static Task<string> StartAsync(EngineFixture fixture, string version) =>
        fixture.Client.ScheduleNewOrchestrationInstanceAsync("Loop", new StartOrchestrationOptions { Version = version });
}
