using System.Text.Json;
using BadgeFunctions.EmbeddedHost.Durable;
using Google.Protobuf;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Worker.Grpc;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Workflow;

/// <summary>Runs an orchestrator over recorded histories, with Microsoft's engine.</summary>
internal static class HistoryReplay
{
    /// <summary>Replays a history and takes one turn more.</summary>
    public static OrchestratorResponse Run(ITaskOrchestrator orchestrator, OrchestratorRequest request) => OrchestratorResponse.Parser.ParseFrom(
        Convert.FromBase64String(GrpcOrchestrationRunner.LoadAndRun(Convert.ToBase64String(request.ToByteArray()), orchestrator)));

    /// <summary>Names what differs from what was recorded, turn by turn, each of them taken anew after what was recorded before it.</summary>
    public static IEnumerable<string> Differences(ITaskOrchestrator orchestrator, RecordedHistory history) =>
        Enumerable.Range(0, history.Turns.Count).SelectMany(turn => Differences(orchestrator, history, turn));

    public static IEnumerable<string> Differences(ITaskOrchestrator orchestrator, RecordedHistory history, int turn)
    {
        var recorded = history.Turns[turn];
        var now = Take(orchestrator, history, turn, recorded.News);
        for (var i = 0; i < Math.Max(recorded.Actions.Count, now.Actions.Count); i++)
        {
            var (was, became) = (Json(recorded.Actions.ElementAtOrDefault(i)), Json(now.Actions.ElementAtOrDefault(i)));
            if (!Holds(became, was))
            {
                yield return $"turn {turn}: {was} became {became}";
            }
        }

        if (now.CustomStatus != recorded.CustomStatus)
        {
            yield return $"turn {turn}: custom status {recorded.CustomStatus} became {now.CustomStatus}";
        }
    }

    /// <summary>Replays all that was recorded, and answers what the orchestrator would do though nothing happened, but for ending again.</summary>
    public static IEnumerable<string> ActionsAfter(ITaskOrchestrator orchestrator, RecordedHistory history) =>
        Take(orchestrator, history, history.Turns.Count, [HistoryEvents.TurnStarted(history.Turns[^1].At)]).Actions
            .Where(action => action.ExecutionCompleted is null).Select(action => action.ToString());

    private static RecordedTurn Take(ITaskOrchestrator orchestrator, RecordedHistory history, int turn, IEnumerable<HistoryEvent> news)
    {
        var request = new OrchestratorRequest
        {
            InstanceId = history.Started.OrchestrationInstance.InstanceId,
            PastEvents = { history.Before(turn) },
            NewEvents = { news },
        };
        return RecordedTurn.Of(request, Run(orchestrator, request));
    }

    // A field may have been added since, as what reads it can do without; none may be gone or mean something else.
    private static bool Holds(JsonElement now, JsonElement recorded) => (recorded.ValueKind, now.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => recorded.EnumerateObject()
            .All(field => now.TryGetProperty(field.Name, out var value) && Holds(value, field.Value)),
        (JsonValueKind.Array, JsonValueKind.Array) => recorded.GetArrayLength() == now.GetArrayLength()
            && recorded.EnumerateArray().Zip(now.EnumerateArray()).All(pair => Holds(pair.Second, pair.First)),
        // A payload: JSON in a string.
        (JsonValueKind.String, JsonValueKind.String) when recorded.GetString() is ['{' or '[', ..] json && now.GetString() is ['{' or '[', ..] other =>
            Holds(JsonSerializer.Deserialize<JsonElement>(other), JsonSerializer.Deserialize<JsonElement>(json)),
        _ => JsonElement.DeepEquals(recorded, now),
    };

    private static JsonElement Json(HistoryEvent? happened) =>
        JsonSerializer.Deserialize<JsonElement>(happened is null ? "null" : JsonFormatter.Default.Format(happened));
}
