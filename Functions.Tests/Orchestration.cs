using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Worker.Grpc;

namespace BadgeFunctions.Functions.Tests;

/// <summary>
/// One instance on Microsoft's engine, turn by turn: the test says what happens, and the engine runs the orchestrator over the whole
/// history. Continuing as new begins the next execution at once.
/// </summary>
internal sealed class Orchestration<TInput, TOutput>
{
    private const string InstanceId = "instance";

    private readonly Func<TaskOrchestrationContext, TInput, Task<TOutput>> _orchestrator;
    private readonly List<HistoryEvent> _history = [];
    private readonly Dictionary<string, int> _activities = [];
    private DateTimeOffset _now;
    private OrchestratorAction? _timer;

    public Orchestration(Func<TaskOrchestrationContext, TInput, Task<TOutput>> orchestrator, TInput input, DateTimeOffset now)
    {
        (_orchestrator, _now) = (orchestrator, now);
        Turn(Started(JsonSerializer.Serialize(input)));
    }

    /// <summary>The activities that were scheduled, in order, of all executions.</summary>
    public List<string> Called { get; } = [];

    /// <summary>How often it continued as new.</summary>
    public int NextExecutions { get; private set; }

    /// <summary>What it returned in the end.</summary>
    public TOutput? Output { get; private set; }

    /// <summary>Gives the orchestrator what happened since the last turn.</summary>
    public void Turn(params HistoryEvent[] happened)
    {
        List<HistoryEvent> news = [Happens(new HistoryEvent { OrchestratorStarted = new() }), .. happened];
        var request = new OrchestratorRequest { InstanceId = InstanceId, PastEvents = { _history }, NewEvents = { news } };
        var response = OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(
            GrpcOrchestrationRunner.LoadAndRun<TInput, TOutput>(
                Convert.ToBase64String(request.ToByteArray()), async (context, input) => await _orchestrator(context, input!))));
        _history.AddRange(news);

        List<HistoryEvent> sent = [];
        foreach (var action in response.Actions)
        {
            Take(action, sent);
        }
    }

    public HistoryEvent Completed(string activity, object? result = null) => Happens(new()
    {
        TaskCompleted = new() { TaskScheduledId = _activities[activity], Result = JsonSerializer.Serialize(result) },
    });

    /// <summary>An activity failed with its worker: Azure's host has no details of that which could be read.</summary>
    public HistoryEvent Lost(string activity) => Happens(new()
    {
        TaskFailed = new() { TaskScheduledId = _activities[activity], FailureDetails = new() { ErrorType = "(unknown)", ErrorMessage = "" } },
    });

    public HistoryEvent Raised(string name, object? payload = null) =>
        Happens(new() { EventRaised = new() { Name = name, Input = JsonSerializer.Serialize(payload) } });

    /// <summary>The time of the latest timer has come.</summary>
    public HistoryEvent TimerFired()
    {
        _now = _timer!.CreateTimer.FireAt.ToDateTimeOffset();
        return Happens(new() { TimerFired = new() { TimerId = _timer.Id, FireAt = _timer.CreateTimer.FireAt } });
    }

    private void Take(OrchestratorAction action, List<HistoryEvent> sent)
    {
        switch (action.OrchestratorActionTypeCase)
        {
            case OrchestratorAction.OrchestratorActionTypeOneofCase.ScheduleTask:
                Called.Add(action.ScheduleTask.Name);
                _activities[action.ScheduleTask.Name] = action.Id;
                _history.Add(Happens(new() { TaskScheduled = new() { Name = action.ScheduleTask.Name } }, action.Id));
                break;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CreateTimer:
                _timer = action;
                _history.Add(Happens(new() { TimerCreated = new() { FireAt = action.CreateTimer.FireAt } }, action.Id));
                break;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.SendEvent:
                Assert.Equal(InstanceId, action.SendEvent.Instance.InstanceId);
                sent.Add(Happens(new() { EventRaised = new() { Name = action.SendEvent.Name, Input = action.SendEvent.Data } }));
                break;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CompleteOrchestration:
                End(action.CompleteOrchestration, sent);
                break;
            default:
                throw new NotSupportedException($"{action.OrchestratorActionTypeCase}");
        }
    }

    private void End(CompleteOrchestrationAction end, List<HistoryEvent> sent)
    {
        if (end.OrchestrationStatus is OrchestrationStatus.ContinuedAsNew)
        {
            NextExecutions++;
            _history.Clear();
            Turn([Started(end.Result), .. end.CarryoverEvents, .. sent]);
            return;
        }

        Assert.True(end.OrchestrationStatus is OrchestrationStatus.Completed, $"{end.FailureDetails}");
        Output = JsonSerializer.Deserialize<TOutput>(end.Result);
    }

    private HistoryEvent Started(string input) => Happens(new()
    {
        ExecutionStarted = new()
        {
            Name = nameof(Orchestration<,>),
            Input = input,
            OrchestrationInstance = new() { InstanceId = InstanceId, ExecutionId = Guid.NewGuid().ToString("N") },
        },
    });

    // -1: it confirms no action. Two completions with one id would be one to the engine.
    private HistoryEvent Happens(HistoryEvent happening, int id = -1)
    {
        (happening.EventId, happening.Timestamp) = (id, _now.ToTimestamp());
        return happening;
    }
}
