using Google.Protobuf.WellKnownTypes;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>Durable Task's history events, as its engine in the worker reads them.</summary>
/// <remarks>https://github.com/microsoft/durabletask-protobuf/blob/main/protos/orchestrator_service.proto.</remarks>
internal static class HistoryEvents
{
    // What is no step of the orchestrator has no number.
    private const int NoStep = -1;

    // A client takes messages of a few megabytes only.
    private const int BytesPerChunk = 256 * 1024;

    public static P.HistoryEvent TurnStarted(DateTime at) => At(at, NoStep, new P.HistoryEvent { OrchestratorStarted = new() });

    public static P.HistoryEvent TurnCompleted(DateTime at) => At(at, NoStep, new P.HistoryEvent { OrchestratorCompleted = new() });

    public static P.HistoryEvent Raised(string name, string? input, DateTime at) =>
        At(at, NoStep, new P.HistoryEvent { EventRaised = new() { Name = name, Input = input } });

    public static P.HistoryEvent Fired(DurableTimer timer, DateTime at) =>
        At(at, NoStep, new P.HistoryEvent { TimerFired = new() { TimerId = timer.Id!.Value, FireAt = timer.FireAt.ToTimestamp() } });

    public static P.HistoryEvent Completed(P.ActivityResponse activity, DateTime at) => At(at, NoStep, activity.FailureDetails is { } failure
        ? new P.HistoryEvent { TaskFailed = new() { TaskScheduledId = activity.TaskId, FailureDetails = failure } }
        : new P.HistoryEvent { TaskCompleted = new() { TaskScheduledId = activity.TaskId, Result = activity.Result } });

    public static P.HistoryEvent SubOrchestrationCompleted(int task, string? output, DateTime at) =>
        At(at, NoStep, new P.HistoryEvent { SubOrchestrationInstanceCompleted = new() { TaskScheduledId = task, Result = output } });

    public static P.HistoryEvent SubOrchestrationFailed(int task, P.TaskFailureDetails failure, DateTime at) =>
        At(at, NoStep, new P.HistoryEvent { SubOrchestrationInstanceFailed = new() { TaskScheduledId = task, FailureDetails = failure } });

    /// <summary>How an execution begins.</summary>
    public static P.HistoryChunk Begin(P.ExecutionStartedEvent started, DateTime at, params IEnumerable<P.HistoryEvent> kept) =>
        new() { Events = { At(at, NoStep, new P.HistoryEvent { ExecutionStarted = started }), kept } };

    /// <summary>A history in messages that a client can take.</summary>
    public static IEnumerable<P.HistoryChunk> Chunk(IEnumerable<P.HistoryEvent> events)
    {
        var (chunk, bytes) = (new P.HistoryChunk(), 0);
        foreach (var happened in events)
        {
            var size = happened.CalculateSize();
            if (bytes > 0 && bytes + size > BytesPerChunk)
            {
                yield return chunk;
                (chunk, bytes) = (new(), 0);
            }

            chunk.Events.Add(happened);
            bytes += size;
        }

        yield return chunk;
    }

    /// <summary>What an orchestrator's action adds to its history.</summary>
    /// <exception cref="NotSupportedException">The action needs what this host does not have.</exception>
    public static P.HistoryEvent Of(P.OrchestratorAction action, string executionId, DateTime at) => At(at, action.Id, action switch
    {
        { ScheduleTask: { } call } => new()
        {
            TaskScheduled = new()
            {
                Name = call.Name,
                Version = call.Version,
                Input = call.Input,
                ParentTraceContext = call.ParentTraceContext,
                Tags = { call.Tags },
            },
        },
        { CreateTimer: { } timer } => new() { TimerCreated = new() { FireAt = timer.FireAt } },
        { CreateSubOrchestration: { } call } => new()
        {
            SubOrchestrationInstanceCreated = new()
            {
                InstanceId = call.InstanceId is { Length: > 0 } id ? id : $"{executionId}:{action.Id}",
                Name = call.Name,
                Version = call.Version,
                Input = call.Input,
                ParentTraceContext = call.ParentTraceContext,
                Tags = { call.Tags },
            },
        },
        { SendEvent: { } sent } => new() { EventSent = new() { InstanceId = sent.Instance.InstanceId, Name = sent.Name, Input = sent.Data } },
        { CompleteOrchestration: { } end } => new()
        {
            ExecutionCompleted = new() { OrchestrationStatus = end.OrchestrationStatus, Result = end.Result, FailureDetails = end.FailureDetails },
        },
        _ => throw new NotSupportedException($"This host does not support the orchestrator's action {action.OrchestratorActionTypeCase}."),
    });

    /// <summary>The number of the step whose end an event is.</summary>
    public static int? StartedBy(P.HistoryEvent happened) => happened switch
    {
        { TaskCompleted: { } end } => end.TaskScheduledId,
        { TaskFailed: { } end } => end.TaskScheduledId,
        { TimerFired: { } end } => end.TimerId,
        _ => null,
    };

    public static P.TaskFailureDetails Failure(string type, string message) => new() { ErrorType = type, ErrorMessage = message };

    private static P.HistoryEvent At(DateTime at, int step, P.HistoryEvent happened)
    {
        (happened.Timestamp, happened.EventId) = (at.ToTimestamp(), step);
        return happened;
    }
}
