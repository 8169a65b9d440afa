using BadgeFunctions.EmbeddedHost.Durable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Durable;

public sealed class ReplayTests
{
    private static readonly DateTime Then = new(2021, 4, 26, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Replay_repeats_the_steps_of_history_with_their_time_and_ids()
    {
        var seen = new List<string>();
        var functions = new CodeFunctions().Orchestrator("Steps", async context =>
        {
            seen.Add($"{context.CurrentUtcDateTime:o} {context.NewGuid()} {context.NewGuid()}");
            var output = await context.CallActivityAsync<string>("First");
            seen.Add($"{context.CurrentUtcDateTime:o} {context.NewGuid()} {output}");
            return await context.CallActivityAsync<string>("Second");
        });
        var live = Execution(functions, "Steps");
        var first = live.Run(Then, []);
        var second = live.Run(Then.AddMinutes(1), [new ActivityCompleted(0, "\"1\"")]);
        var told = seen.ToList();
        seen.Clear();

        var replayed = Execution(functions, "Steps");
        replayed.Replay(new RecordedTurn(first.At, [], first.Actions));
        replayed.Replay(new RecordedTurn(second.At, [new ActivityCompleted(0, "\"1\"")], second.Actions));
        var end = replayed.Run(Then.AddMinutes(2), [new ActivityCompleted(1, "\"2\"")]);

        Assert.Equal(told, seen);
        Assert.Equal(2, told.Count);
        Assert.Equal("\"2\"", Assert.IsType<Ended>(end.Outcome).Output);
        Assert.Equal([new CallActivity(1, "Second", null)], second.Actions);
    }

    [Fact]
    public void A_replay_safe_logger_is_silent_in_replay()
    {
        var log = new List<string>();
        using var loggers = LoggerFactory.Create(builder => builder.AddProvider(new ListLogs(log)));
        var functions = new CodeFunctions().Orchestrator("Log", async context =>
        {
            var logger = context.CreateReplaySafeLogger<ReplayTests>();
            Say(logger, "begun");
            await context.CallActivityAsync<string>("First");
            Say(logger, "over");
            return context.IsReplaying;
        });
        var execution = Execution(functions, "Log", loggers);
        execution.Replay(new RecordedTurn(Then, [], [new CallActivity(0, "First", null)]));

        execution.Run(Then, [new ActivityCompleted(0, null)]);

        Assert.Equal(["over"], log);
    }

    [Fact]
    public void Code_that_does_something_else_than_history_says_is_refused_with_both_named()
    {
        var functions = new CodeFunctions().Orchestrator("Changed", context => context.CallActivityAsync<string>("SendMail"));

        var refusal = Assert.Throws<NonDeterministicOrchestratorException>(() =>
            Execution(functions, "Changed").Replay(new RecordedTurn(Then, [], [new CallActivity(0, "IssueBadge", null)])));

        Assert.Contains("activity 'IssueBadge' (#0)", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("activity 'SendMail' (#0)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_that_does_less_or_more_than_history_says_or_ends_early_is_refused()
    {
        var functions = new CodeFunctions()
            .Orchestrator("Waits", context => context.WaitForExternalEvent<string>("Go"))
            .Orchestrator("Calls", context => context.CallActivityAsync<string>("Call"))
            .Orchestrator("Ends", _ => Task.FromResult("end"));

        Assert.Throws<NonDeterministicOrchestratorException>(() =>
            Execution(functions, "Waits").Replay(new RecordedTurn(Then, [], [new CallActivity(0, "Call", null)])));
        Assert.Throws<NonDeterministicOrchestratorException>(() =>
            Execution(functions, "Calls").Replay(new RecordedTurn(Then, [], [])));
        Assert.Throws<NonDeterministicOrchestratorException>(() =>
            Execution(functions, "Ends").Replay(new RecordedTurn(Then, [], [])));
    }

    [Fact]
    public async Task An_instance_whose_code_was_changed_under_it_fails_and_names_both_actions()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions
            .Activity<string, string>("Issue", _ => "issued")
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
        Assert.Contains("'Issue'", ended.ReadOutputAs<string>(), StringComparison.Ordinal);
        Assert.Contains("'Mail'", ended.ReadOutputAs<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_orchestrator_that_awaits_something_else_than_its_context_fails_and_does_not_hang(bool withOpenTimer)
    {
        await using var fixture = new EngineFixture();
        var foreign = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Functions.Orchestrator("Stray", async context =>
        {
            if (withOpenTimer)
            {
                _ = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            }

            return await foreign.Task;
        });
        await fixture.StartAsync();
        var id = await fixture.ScheduleAsync("Stray");
        if (withOpenTimer)
        {
            await EngineFixture.UntilAsync(() => fixture.Engine.Hub.Timers.Count == 1);
            foreign.SetResult("from outside");
        }

        var ended = await fixture.EndOfAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Contains("awaited something that is not of its context", ended.ReadOutputAs<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_orchestrator_that_leaves_its_thread_fails()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions
            .Activity<string, string>("Call", _ => "called")
            .Orchestrator("Leave", async context =>
            {
                await Task.Run(() => { }).ConfigureAwait(false);
                return await context.CallActivityAsync<string>("Call");
            });
        await fixture.StartAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await fixture.RunAsync("Leave")).RuntimeStatus);
        Assert.Empty(fixture.Functions.Calls);
    }

    [Fact]
    public async Task ConfigureAwait_and_tasks_that_the_orchestrator_completes_itself_are_fine()
    {
        await using var fixture = new EngineFixture();
        fixture.Functions
            .Activity<int, int>("Next", number => number + 1)
            .Orchestrator("Own", async context =>
            {
                var own = new TaskCompletionSource<int>();
                async Task CallAsync() => own.SetResult(await context.CallActivityAsync<int>("Next", 1).ConfigureAwait(false));
                var call = CallAsync();
                var number = await own.Task;
                await call.ConfigureAwait(false);
                await Task.Yield();
                return await context.CallActivityAsync<int>("Next", number);
            });
        await fixture.StartAsync();

        Assert.Equal(3, (await fixture.RunAsync("Own")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Orchestrators_that_are_no_longer_in_memory_are_replayed_and_go_on()
    {
        await using var fixture = new EngineFixture();
        fixture.Options = fixture.Options with { MaxCachedOrchestrations = 0 };
        fixture.Functions
            .Activity<int, int>("Next", number => number + 1)
            .Orchestrator("Steps", async context =>
            {
                var number = 0;
                for (var i = 0; i < 5; i++)
                {
                    number = await context.CallActivityAsync<int>("Next", number);
                    await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
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

    private static OrchestratorExecution Execution(CodeFunctions functions, string name, ILoggerFactory? loggers = null) =>
        new(new OrchestrationStart(name, "id", null, null, null, []), functions, loggers ?? NullLoggerFactory.Instance);

    private static void Say(ILogger logger, string words) =>
        logger.Log(LogLevel.Information, default, words, null, static (said, _) => said);

    private sealed class ListLogs(List<string> log) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Add(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
