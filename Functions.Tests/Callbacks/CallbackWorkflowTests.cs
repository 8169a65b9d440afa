using BadgeFunctions.Functions.Callbacks;
using Moq;

namespace BadgeFunctions.Functions.Tests.Callbacks;

public sealed class CallbackWorkflowTests
{
    private static readonly CallbackTask Task = new("crm", "msg_0123456789abcdef0123456789abcdef", A.Now, Again: true);

    private readonly Mock<TaskOrchestrationContext> _context = new();
    private readonly List<CallbackTask> _attempts = [];
    private readonly Queue<CallbackResult> _results = [];

    public CallbackWorkflowTests()
    {
        _context.Setup(context => context.CallActivityAsync<CallbackResult>(It.IsAny<TaskName>(), It.IsAny<object>(), It.IsAny<TaskOptions>()))
            .Callback((TaskName _, object task, TaskOptions _) => _attempts.Add((CallbackTask)task))
            .ReturnsAsync(() => _results.TryDequeue(out var result) ? result : new CallbackResult(CallbackState.Pending, A.Now.AddHours(1)));
        _context.Setup(context => context.WaitForExternalEvent<DateTimeOffset?>(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Returns(new TaskCompletionSource<DateTimeOffset?>().Task);
        _context.Setup(context => context.CreateTimer(It.IsAny<DateTime>(), It.IsAny<CancellationToken>()))
            .Returns(System.Threading.Tasks.Task.CompletedTask);
    }

    [Fact]
    public async Task It_tries_when_the_activity_says_and_counts_the_failures()
    {
        _results.Enqueue(new CallbackResult(CallbackState.Pending, A.Now.AddMinutes(5)));
        _results.Enqueue(new CallbackResult(CallbackState.Delivered, null));

        Assert.Equal(CallbackState.Delivered, await CallbackWorkflow.Run(_context.Object, Task));

        Assert.Equal([Task, Task with { Failures = 1 }], _attempts);
        _context.Verify(context => context.CreateTimer(A.Now.AddMinutes(5).UtcDateTime, It.IsAny<CancellationToken>()), Times.Once);
    }

    [Fact]
    public async Task An_administrator_who_asks_ends_the_wait()
    {
        _context.Setup(context => context.CreateTimer(It.IsAny<DateTime>(), It.IsAny<CancellationToken>())).Returns(new TaskCompletionSource().Task);
        _context.Setup(context => context.WaitForExternalEvent<DateTimeOffset?>(CallbackWorkflow.RetryRequested, It.IsAny<CancellationToken>()))
            .ReturnsAsync((DateTimeOffset?)null);
        _results.Enqueue(new CallbackResult(CallbackState.Pending, A.Now.AddDays(1)));
        _results.Enqueue(new CallbackResult(CallbackState.Dead, null));

        Assert.Equal(CallbackState.Dead, await CallbackWorkflow.Run(_context.Object, Task));
    }

    [Fact]
    public async Task After_many_attempts_it_begins_a_new_history_with_its_failures()
    {
        await CallbackWorkflow.Run(_context.Object, Task);

        var next = Task with { Failures = 16 };
        _context.Verify(context => context.ContinueAsNew(next, true), Times.Once);
        Assert.Equal(16, _attempts.Count);
    }

    [Fact]
    public void An_administrator_who_asks_during_an_attempt_is_heard_after_it()
    {
        var workflow = new Orchestration<CallbackTask, CallbackState?>(
            async (context, task) => await CallbackWorkflow.Run(context, task), Task, A.Now);
        workflow.Turn(workflow.Completed(nameof(DeliverCallback), new CallbackResult(CallbackState.Pending, A.Now.AddMinutes(5))));
        workflow.Turn(workflow.TimerFired());

        workflow.Turn(workflow.Raised(CallbackWorkflow.RetryRequested));
        workflow.Turn(workflow.Completed(nameof(DeliverCallback), new CallbackResult(CallbackState.Pending, A.Now.AddDays(1))));

        Assert.Equal(3, workflow.Called.Count);
    }
}
