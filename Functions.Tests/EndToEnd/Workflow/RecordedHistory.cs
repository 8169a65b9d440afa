using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BadgeFunctions.EmbeddedHost.Durable;
using BadgeFunctions.Sandbox.Processes;
using Google.Protobuf;
using Microsoft.DurableTask.Protobuf;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Workflow;

/// <summary>The history of one instance of a workflow.</summary>
/// <param name="Turns">Its committed turns, of all executions: one that begins an execution has <see cref="ExecutionStartedEvent"/>.</param>
internal sealed record RecordedHistory(IReadOnlyList<RecordedTurn> Turns)
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new EventConverter() },
    };

    /// <summary>A folder a version; in it a file a scenario.</summary>
    public static string Folder { get; } = Path.Combine(RepositoryFolder.Root, "Functions.Tests", "EndToEnd", "Workflow", "Histories");

    /// <summary>The versions of which histories were recorded, oldest first.</summary>
    public static IReadOnlyList<string> Versions =>
        [.. Directory.EnumerateDirectories(Folder).Select(folder => Path.GetFileName(folder)).OrderBy(System.Version.Parse)];

    /// <summary>How the instance began.</summary>
    public ExecutionStartedEvent Started => Turns[0].News.First(happened => happened.ExecutionStarted is not null).ExecutionStarted;

    public static string PathOf(string version, string scenario) => Path.Combine(Folder, version, $"{scenario}.json");

    public static RecordedHistory Read(string version, string scenario) =>
        new(JsonSerializer.Deserialize<List<RecordedTurn>>(File.ReadAllText(PathOf(version, scenario)), Readable)!);

    /// <summary>The history of its execution before a turn.</summary>
    public IEnumerable<HistoryEvent> Before(int turn)
    {
        var begun = turn < Turns.Count && Turns[turn].BeginsExecution ? turn : Turns.Take(turn).ToList().FindLastIndex(taken => taken.BeginsExecution);
        return Turns.Take(turn).Skip(begun).SelectMany(taken => taken.ToHistory());
    }

    public string ToJson() => JsonSerializer.Serialize(Turns, Readable) + "\n";

    private sealed class EventConverter : JsonConverter<HistoryEvent>
    {
        public override HistoryEvent Read(ref Utf8JsonReader reader, System.Type typeToConvert, JsonSerializerOptions options) =>
            JsonParser.Default.Parse<HistoryEvent>(JsonElement.ParseValue(ref reader).GetRawText());

        public override void Write(Utf8JsonWriter writer, HistoryEvent value, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<JsonElement>(JsonFormatter.Default.Format(value)).WriteTo(writer);
    }
}

/// <summary>One committed turn of an orchestrator.</summary>
/// <param name="News">What it was given.</param>
/// <param name="Actions">The events that its actions added to the history.</param>
/// <param name="CustomStatus">The custom status after it, as JSON.</param>
internal sealed record RecordedTurn(IReadOnlyList<HistoryEvent> News, IReadOnlyList<HistoryEvent> Actions, string? CustomStatus)
{
    [JsonIgnore]
    public bool BeginsExecution => News.Any(happened => happened.ExecutionStarted is not null);

    [JsonIgnore]
    public DateTime At => News[0].Timestamp.ToDateTime();

    public static RecordedTurn Of(OrchestratorRequest request, OrchestratorResponse response)
    {
        var at = request.NewEvents[0].Timestamp.ToDateTime();
        return new([.. request.NewEvents], [.. response.Actions.Select(action => HistoryEvents.Of(action, request.ExecutionId, at))], response.CustomStatus);
    }

    public IEnumerable<HistoryEvent> ToHistory() => [.. News, .. Actions, HistoryEvents.TurnCompleted(At)];
}
