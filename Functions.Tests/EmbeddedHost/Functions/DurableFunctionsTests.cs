using BadgeFunctions.EmbeddedHost.Durable;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace BadgeFunctions.Functions.Tests.EmbeddedHost.Functions;

public sealed class DurableFunctionsTests
{
    [Fact]
    public async Task Functions_are_found_by_name_without_regard_to_case()
    {
        await using var host = await TestHost.StartAsync<Durables>();
        var functions = host.Services.GetRequiredService<IDurableFunctions>();

        Assert.True(functions.HasOrchestrator("issuebadge"));
        Assert.False(functions.HasOrchestrator("RecordBadge"));
        Assert.True(functions.HasActivity("RECORDBADGE"));
        Assert.True(functions.HasActivity("OtherName"));
        Assert.False(functions.HasActivity("Renamed"));
        Assert.False(functions.HasActivity("IssueBadge"));
    }

    [Fact]
    public async Task An_activity_gets_its_input_and_the_instances_id()
    {
        await using var host = await TestHost.StartAsync<Durables>();
        var functions = host.Services.GetRequiredService<IDurableFunctions>();

        var output = await functions.RunActivityAsync("RecordBadge", "badge-1", """{"Id":"b-1","Level":2}""", CancellationToken.None);

        Assert.Equal(new Recorded("b-1", 2, "badge-1"), output);
    }

    [Theory]
    [InlineData("Count", null, 0)]
    [InlineData("Count", "41", 41)]
    [InlineData("Nothing", "\"x\"", null)]
    public async Task An_activity_may_have_no_input_or_no_output(string name, string? input, object? output)
    {
        await using var host = await TestHost.StartAsync<Durables>();
        var functions = host.Services.GetRequiredService<IDurableFunctions>();

        Assert.Equal(output, await functions.RunActivityAsync(name, "badge-1", input, CancellationToken.None));
    }

    [Fact]
    public async Task An_activitys_exception_and_token_pass_through_unwrapped()
    {
        await using var host = await TestHost.StartAsync<Durables>();
        var functions = host.Services.GetRequiredService<IDurableFunctions>();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => functions.RunActivityAsync("Fails", "badge-1", "1", CancellationToken.None));
        Assert.Equal("as thrown", exception.Message);

        await Assert.ThrowsAsync<OperationCanceledException>(
            () => functions.RunActivityAsync("Fails", "badge-1", "2", cancelled.Token));
    }

    [Fact]
    public async Task An_orchestrator_takes_its_input_as_a_second_parameter()
    {
        await using var host = await TestHost.StartAsync<Durables>();
        var functions = host.Services.GetRequiredService<IDurableFunctions>();
        var context = new Mock<TaskOrchestrationContext>();
        context.Setup(orchestration => orchestration.GetInput<Badge>()).Returns(new Badge("b-1", 3));
        context.Setup(orchestration => orchestration.InstanceId).Returns("badge-b-1");

        Assert.Equal("badge-b-1 b-1 3", await functions.RunOrchestratorAsync("IssueBadge", context.Object));
    }

    [Fact]
    public async Task An_orchestrator_inside_middleware_never_leaves_the_thread_that_replays_it()
    {
        var threads = new List<int>();
        await using var host = await TestHost.StartAsync<Durables>(builder =>
        {
            builder.UseMiddleware<RecordsThreads>();
            builder.Services.AddSingleton(threads);
        });
        var functions = host.Services.GetRequiredService<IDurableFunctions>();
        var step = new TaskCompletionSource<string>();
        var context = new Mock<TaskOrchestrationContext>();
        context.Setup(orchestration => orchestration.WaitForExternalEvent<string>("Claimed", CancellationToken.None)).Returns(step.Task);

        using var replay = new ReplayThread();
        var run = replay.Run(() => functions.RunOrchestratorAsync("Waits", context.Object));
        Assert.False(run.IsCompleted);

        _ = replay.Run(() =>
        {
            step.SetResult("claimed");
            return run;
        });

        Assert.True(run.IsCompletedSuccessfully);
        Assert.Equal("claimed", await run);
        Assert.Equal([Environment.CurrentManagedThreadId, Environment.CurrentManagedThreadId], threads);
    }

    public sealed record Badge(string Id, int Level);

    public sealed record Recorded(string Id, int Level, string InstanceId);

    public sealed class Durables
    {
        [Function("IssueBadge")]
        public Task<string> Issue([OrchestrationTrigger] TaskOrchestrationContext context, Badge badge) =>
            Task.FromResult($"{context.InstanceId} {badge.Id} {badge.Level}");

        [Function("Waits")]
        public async Task<string> Waits([OrchestrationTrigger] TaskOrchestrationContext context) =>
            await context.WaitForExternalEvent<string>("Claimed");

        [Function("RecordBadge")]
        public async Task<Recorded> Record([ActivityTrigger] Badge badge, string instanceId)
        {
            await Task.Yield();
            return new Recorded(badge.Id, badge.Level, instanceId);
        }

        [Function("Renamed")]
        public string Renamed([ActivityTrigger(Activity = "OtherName")] string input) => input;

        [Function("Count")]
        public int Count([ActivityTrigger] int number) => number;

        [Function("Nothing")]
        public void Nothing([ActivityTrigger] string? input)
        {
        }

        [Function("Fails")]
        public Task Fails([ActivityTrigger] int number, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new InvalidOperationException("as thrown");
        }
    }

    public sealed class RecordsThreads(List<int> threads) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            threads.Add(Environment.CurrentManagedThreadId);
            await next(context);
            threads.Add(Environment.CurrentManagedThreadId);
        }
    }

    /// <summary>Runs all continuations on the thread that calls it, as a replaying engine does.</summary>
    private sealed class ReplayThread : SynchronizationContext, IDisposable
    {
        private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = new();
        private readonly SynchronizationContext? _previous = Current;

        public override void Post(SendOrPostCallback d, object? state) => _queue.Enqueue((d, state));

        public Task<object?> Run(Func<Task<object?>> turn)
        {
            SetSynchronizationContext(this);
            try
            {
                var task = turn();
                while (_queue.TryDequeue(out var work))
                {
                    work.Callback(work.State);
                }

                return task;
            }
            finally
            {
                SetSynchronizationContext(_previous);
            }
        }

        public void Dispose() => SetSynchronizationContext(_previous);
    }
}
