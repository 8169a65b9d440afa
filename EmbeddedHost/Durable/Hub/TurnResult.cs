using System.Text;
using System.Text.Json;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>What follows from an orchestrator's answer to one turn.</summary>
internal sealed class TurnResult
{
    private TurnResult(DateTime at, long through) => (At, Through) = (at, through);

    public DateTime At { get; }

    /// <summary>The last event that the orchestrator was given.</summary>
    public long Through { get; }

    /// <summary>The events that its actions add to the history.</summary>
    public IReadOnlyList<P.HistoryEvent> Added { get; private init; } = [];

    /// <summary>The whole history, this turn included; <c>null</c> when the execution has ended.</summary>
    public List<P.HistoryEvent>? History { get; private init; }

    public string? CustomStatus { get; private init; }

    /// <summary>How the instance ends; <c>null</c> when it does not.</summary>
    public P.ExecutionCompletedEvent? End { get; private init; }

    /// <summary>How its next execution begins; <c>null</c> when it does not continue as new.</summary>
    public P.HistoryChunk? Restart { get; private init; }

    /// <summary>The turn as it is stored.</summary>
    public P.HistoryChunk Stored => new() { Events = { HistoryEvents.TurnStarted(At), Added, HistoryEvents.TurnCompleted(At) } };

    /// <summary>Reads an orchestrator's answer.</summary>
    /// <param name="instance">Whose turn it is.</param>
    /// <param name="request">What the orchestrator was given.</param>
    /// <param name="response">What it answered.</param>
    /// <param name="through">The last event that it was given.</param>
    public static TurnResult Of(Instance instance, P.OrchestratorRequest request, P.OrchestratorResponse response, long through)
    {
        var at = request.NewEvents[0].Timestamp.ToDateTime();
        var tooLarge = response.Actions.Select(Payload.TooLarge).Append(Payload.TooLarge("custom status", response.CustomStatus)).FirstOrDefault(text => text is not null);
        if (tooLarge is not null)
        {
            return Failed(at, through, HistoryEvents.Failure(typeof(ArgumentException).FullName!, tooLarge));
        }

        var added = response.Actions.Select(action => HistoryEvents.Of(action, request.ExecutionId, at)).ToList();
        var end = added.Find(happened => happened.ExecutionCompleted is not null)?.ExecutionCompleted;
        var restarts = end?.OrchestrationStatus == P.OrchestrationStatus.ContinuedAsNew;
        return new TurnResult(at, through)
        {
            Added = added,
            CustomStatus = response.CustomStatus,
            Restart = restarts ? Begin(instance, request, response, at) : null,
            End = restarts ? null : end,
            History = end is null ? [.. request.PastEvents, .. request.NewEvents, .. added, HistoryEvents.TurnCompleted(at)] : null,
        };
    }

    /// <summary>The turn of an orchestrator that cannot go on.</summary>
    public static TurnResult Failed(DateTime at, long through, P.TaskFailureDetails failure) => new(at, through)
    {
        End = new P.ExecutionCompletedEvent
        {
            OrchestrationStatus = P.OrchestrationStatus.Failed,
            Result = JsonSerializer.Serialize(failure.ErrorMessage),
            FailureDetails = failure,
        },
    };

    private static P.HistoryChunk Begin(Instance instance, P.OrchestratorRequest request, P.OrchestratorResponse response, DateTime at)
    {
        var end = response.Actions.First(action => action.CompleteOrchestration is not null).CompleteOrchestration;
        var started = request.PastEvents.Concat(request.NewEvents).First(happened => happened.ExecutionStarted is not null).ExecutionStarted.Clone();
        started.OrchestrationInstance.ExecutionId = ParentLink.ExecutionId(instance.Key, instance.Execution + 1);
        (started.Input, started.Version, started.ScheduledStartTimestamp) = (end.Result, end.NewVersion ?? started.Version, null);

        // Events that nobody had waited for come back as events that the orchestration sends to itself.
        var kept = response.Actions.Where(action => action.SendEvent?.Instance.InstanceId == instance.Id).Select(action =>
            HistoryEvents.Raised(action.SendEvent.Name, action.SendEvent.Data, at));
        return HistoryEvents.Begin(started, at, [.. end.CarryoverEvents, .. kept]);
    }
}

/// <summary>How large a payload may be.</summary>
internal static class Payload
{
    /// <summary>The most UTF-8 bytes that one payload may take.</summary>
    public const int MaxBytes = 1024 * 1024;

    private const int MostBytesPerChar = 3;

    /// <summary>Why a payload is refused; <c>null</c> when it is not.</summary>
    public static string? TooLarge(string what, string? json) =>
        json?.Length > MaxBytes / MostBytesPerChar && Encoding.UTF8.GetByteCount(json) is var bytes and > MaxBytes
            ? $"The {what} is {bytes:N0} bytes of JSON; at most 1 MiB ({MaxBytes:N0} bytes) is allowed."
            : null;

    public static string? TooLarge(P.OrchestratorAction action) => action switch
    {
        { ScheduleTask: { } call } => TooLarge($"input of activity '{call.Name}'", call.Input),
        { CreateSubOrchestration: { } call } => TooLarge($"input of orchestration '{call.Name}'", call.Input),
        { SendEvent: { } sent } => TooLarge($"payload of event '{sent.Name}'", sent.Data),
        { CompleteOrchestration: { } end } => TooLarge("output", end.Result),
        _ => null,
    };
}
