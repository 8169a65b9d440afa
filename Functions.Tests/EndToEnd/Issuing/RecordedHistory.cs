using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BadgeFunctions.EmbeddedHost.Durable;
using BadgeFunctions.Functions.Issuing;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Issuing;

/// <summary>The history of one instance of <see cref="BadgeWorkflow"/>, recorded on the embedded engine.</summary>
/// <param name="Instance">The instance's id.</param>
/// <param name="Version">The version that it was started with; null for none.</param>
/// <param name="Lives">Its executions: continue-as-new begins the next.</param>
internal sealed record RecordedHistory(string Instance, string? Version, IReadOnlyList<RecordedLife> Lives)
{
    /// <summary>The folder of instances that were started before there were versions.</summary>
    public const string Unversioned = "unversioned";

    private static readonly JsonSerializerOptions Readable = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>A folder a version; in it a file a scenario.</summary>
    public static string Folder { get; } = Path.Combine(RepositoryFolder.Root, "Functions.Tests", "EndToEnd", "Issuing", "Histories");

    /// <summary>The versions of which histories were recorded, oldest first.</summary>
    public static IReadOnlyList<string> Versions =>
    [
        .. Directory.EnumerateDirectories(Folder)
            .Select(folder => Path.GetFileName(folder))
            .Order(Comparer<string>.Create((one, other) => VersionOrder.Compare(VersionIn(one), VersionIn(other)))),
    ];

    /// <summary>The version that the instances in a folder have.</summary>
    public static string? VersionIn(string folder) => folder == Unversioned ? null : folder;

    public static string PathOf(string root, string folder, string scenario) => Path.Combine(root, folder, $"{scenario}.json");

    public static RecordedHistory Read(string folder, string scenario) =>
        JsonSerializer.Deserialize<RecordedHistory>(File.ReadAllText(PathOf(Folder, folder, scenario)), Readable)!;

    public string ToJson() => JsonSerializer.Serialize(this, Readable) + "\n";

    /// <summary>What a life began with.</summary>
    public OrchestrationStart StartOf(RecordedLife life) => new(
        nameof(BadgeWorkflow),
        Instance,
        Version,
        null,
        life.Input.GetRawText(),
        life.Restart is { } restart ? HistoryJson.ReadRestart(restart.GetRawText()).Events : []);
}

/// <summary>One execution.</summary>
/// <param name="Input">The journey that it began with.</param>
/// <param name="Restart">What the former execution left over; null in the first.</param>
/// <param name="Steps">Its committed turns.</param>
internal sealed record RecordedLife(JsonElement Input, JsonElement? Restart, IReadOnlyList<RecordedStep> Steps);

/// <summary>One committed turn: the engine's own records, and what the instance's row said after it.</summary>
/// <param name="Events">What the orchestrator heard of.</param>
/// <param name="Turn">Its time and its actions.</param>
/// <param name="CustomStatus">The custom status after it.</param>
/// <param name="Outcome">How it ended; null when it goes on.</param>
internal sealed record RecordedStep(
    IReadOnlyList<JsonElement> Events, JsonElement Turn, JsonElement? CustomStatus, RecordedOutcome? Outcome)
{
    public RecordedTurn ToTurn()
    {
        var turn = HistoryJson.ReadTurn(Turn.GetRawText());
        return new RecordedTurn(turn.At, [.. Events.Select(json => HistoryJson.ReadEvent(json.GetRawText()))], turn.Actions);
    }
}

/// <summary>How an execution ended: with a status and an output, or with the input of the next.</summary>
internal sealed record RecordedOutcome(OrchestrationRuntimeStatus? Status, JsonElement? Output, JsonElement? NextInput);
