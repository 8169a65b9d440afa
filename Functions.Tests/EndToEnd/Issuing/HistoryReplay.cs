using System.Text.Json;
using BadgeFunctions.EmbeddedHost.Durable;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Issuing;
using BadgeFunctions.Functions.Tests.EmbeddedHost.Durable;
using Microsoft.Extensions.Logging.Abstractions;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Issuing;

/// <summary>Runs an orchestrator over recorded histories of <see cref="BadgeWorkflow"/>, with the engine's own replayer.</summary>
internal sealed class HistoryReplay(Func<TaskOrchestrationContext, BadgeJourney, Task<BadgeState>> orchestrator)
{
    private readonly CodeFunctions _functions = new CodeFunctions().Orchestrator(
        nameof(BadgeWorkflow), context => orchestrator(context, context.GetInput<BadgeJourney>()!));

    /// <summary>Replays the first steps of a life.</summary>
    /// <exception cref="NonDeterministicOrchestratorException">The orchestrator would not have taken them.</exception>
    public OrchestratorExecution Replay(RecordedHistory history, RecordedLife life, int steps)
    {
        var execution = new OrchestratorExecution(history.StartOf(life), _functions, NullLoggerFactory.Instance);
        foreach (var step in life.Steps.Take(steps))
        {
            execution.Replay(step.ToTurn());
        }

        return execution;
    }

    /// <summary>Replays the steps before one, takes that one anew, and names what differs from what was recorded of it.</summary>
    public IEnumerable<string> Differences(RecordedHistory history, RecordedLife life, int step)
    {
        var (recorded, turn) = (life.Steps[step], life.Steps[step].ToTurn());
        var result = Replay(history, life, step).Run(turn.At, turn.Events);

        var taken = Json(HistoryJson.Write(new Turn(result.At, 0, result.Actions))).GetProperty("actions");
        if (!Holds(taken, recorded.Turn.GetProperty("actions")))
        {
            yield return $"actions: {recorded.Turn.GetProperty("actions")} became {taken}";
        }

        var before = step > 0 ? life.Steps[step - 1].CustomStatus : null;
        var status = result.CustomStatus is { Json: { } json } ? Json(json) : before;
        if (status?.ToString() != recorded.CustomStatus?.ToString())
        {
            yield return $"custom status: {recorded.CustomStatus} became {status}";
        }

        if (!IsAsRecorded(recorded.Outcome, result.Outcome))
        {
            yield return $"outcome: {recorded.Outcome} became {result.Outcome}";
        }
    }

    private static bool IsAsRecorded(RecordedOutcome? recorded, Outcome? outcome) => (recorded, outcome) switch
    {
        (null, null) => true,
        ({ Status: { } status }, Ended ended) => status == ended.Status && Holds(Json(ended.Output), recorded.Output ?? Json(null)),
        ({ NextInput: { } input }, Restarted restarted) => Holds(Json(restarted.Input), input),
        _ => false,
    };

    // A field may have been added since, as what reads it can do without; none may be gone or mean something else.
    private static bool Holds(JsonElement now, JsonElement recorded) => (recorded.ValueKind, now.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => recorded.EnumerateObject()
            .All(field => now.TryGetProperty(field.Name, out var value) && Holds(value, field.Value)),
        (JsonValueKind.Array, JsonValueKind.Array) => recorded.GetArrayLength() == now.GetArrayLength()
            && recorded.EnumerateArray().Zip(now.EnumerateArray()).All(pair => Holds(pair.Second, pair.First)),
        _ => JsonElement.DeepEquals(recorded, now),
    };

    private static JsonElement Json(string? json) => JsonSerializer.Deserialize<JsonElement>(json ?? "null");
}
