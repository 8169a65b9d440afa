using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Issuing;
using Moq;

namespace BadgeFunctions.Functions.Tests.Issuing;

/// <summary>A mocked orchestration context that plays a script: what activities answer, and what happens at each wait.</summary>
internal sealed class WorkflowContext
{
    private readonly Mock<TaskOrchestrationContext> _mock = new();
    private readonly Queue<Action<WorkflowContext>> _script = [];
    private readonly Dictionary<string, TaskCompletionSource<DateTimeOffset?>> _waits = [];
    private DateTime _now;

    public WorkflowContext(DateTimeOffset now)
    {
        _now = now.UtcDateTime;
        _mock.Setup(context => context.CurrentUtcDateTime).Returns(() => _now);
        _mock.Setup(context => context.ContinueAsNew(It.IsAny<object>(), It.IsAny<bool>()))
            .Callback((object? input, bool _) => NextLife = (BadgeJourney?)input);
        _mock.Setup(context => context.WaitForExternalEvent<DateTimeOffset?>(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Returns((string name, CancellationToken _) => (_waits[name] = new()).Task);
        _mock.Setup(context => context.CreateTimer(It.IsAny<DateTime>(), It.IsAny<CancellationToken>()))
            .Returns((DateTime fireAt, CancellationToken _) => Wait(fireAt));
        _mock.Setup(context => context.CallActivityAsync(It.IsAny<TaskName>(), It.IsAny<object>(), It.IsAny<TaskOptions>()))
            .Returns((TaskName name, object _, TaskOptions _) => Call(name));
    }

    /// <summary>The activities that were called, in order.</summary>
    public List<string> Called { get; } = [];

    /// <summary>Until when the workflow would wait in the end.</summary>
    public DateTimeOffset? WaitingUntil { get; private set; }

    /// <summary>The input of the next life, when the workflow continued as new.</summary>
    public BadgeJourney? NextLife { get; private set; }

    public void Answers<T>(string activity, T answer) =>
        _mock.Setup(context => context.CallActivityAsync<T>(
                It.Is<TaskName>(name => name.Name == activity), It.IsAny<object>(), It.IsAny<TaskOptions>()))
            .Returns(async (TaskName name, object _, TaskOptions _) =>
            {
                await Call(name);
                return answer;
            });

    public void Raises(string signal, DateTimeOffset? payload) => RaisesTogether((signal, payload));

    public void RaisesTogether(params (string Signal, DateTimeOffset? Payload)[] events) => _script.Enqueue(context =>
    {
        foreach (var (signal, payload) in events)
        {
            context._waits[signal].SetResult(payload);
        }
    });

    /// <summary>At the next wait nothing happens until its time is up.</summary>
    public void TimerFires() => _script.Enqueue(_ => { });

    /// <summary>At the wait after the script's end the workflow stays where it is.</summary>
    public void StopsWhenItWaits() => _stops = true;

    private bool _stops;

    /// <summary>Runs one life; ends where the script ends.</summary>
    public async Task<BadgeState> RunAsync(BadgeJourney journey)
    {
        var run = BadgeWorkflow.Run(_mock.Object, journey);
        Assert.True(run.IsCompleted || _stops, "The workflow waits for something that the test does not play.");
        return run.IsCompleted ? await run : journey.State;
    }

    private Task Call(TaskName name)
    {
        Called.Add(name.Name);
        return Task.CompletedTask;
    }

    private Task Wait(DateTime fireAt)
    {
        if (!_script.TryDequeue(out var happens))
        {
            WaitingUntil = fireAt;
            return new TaskCompletionSource().Task;
        }

        happens(this);
        if (_waits.Values.Any(wait => wait.Task.IsCompleted))
        {
            return new TaskCompletionSource().Task;
        }

        _now = fireAt;
        return Task.CompletedTask;
    }
}
