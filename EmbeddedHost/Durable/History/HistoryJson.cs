using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace BadgeFunctions.EmbeddedHost.Durable;

/// <summary>History records as JSON, so that a stuck instance can be read with any SQLite tool.</summary>
[JsonSerializable(typeof(HistoryEvent))]
[JsonSerializable(typeof(Turn))]
[JsonSerializable(typeof(ExecutionRestarted))]
[JsonSerializable(typeof(Failure))]
[JsonSerializable(typeof(ParentLink))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class HistoryJson : JsonSerializerContext
{
    private static readonly HistoryJson Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Write(HistoryEvent happened) => JsonSerializer.Serialize(happened, Readable.HistoryEvent);

    public static string Write(Turn turn) => JsonSerializer.Serialize(turn, Readable.Turn);

    public static string Write(ExecutionRestarted restarted) => JsonSerializer.Serialize(restarted, Readable.ExecutionRestarted);

    public static string? Write(Failure? failure) => failure is null ? null : JsonSerializer.Serialize(failure, Readable.Failure);

    public static string? Write(ParentLink? parent) => parent is null ? null : JsonSerializer.Serialize(parent, Readable.ParentLink);

    public static string? Write(IReadOnlyDictionary<string, string>? tags) =>
        tags is { Count: > 0 } ? JsonSerializer.Serialize(tags, Readable.IReadOnlyDictionaryStringString) : null;

    public static HistoryEvent ReadEvent(string json) => Read(json, Readable.HistoryEvent);

    public static Turn ReadTurn(string json) => Read(json, Readable.Turn);

    public static ExecutionRestarted ReadRestart(string json) => Read(json, Readable.ExecutionRestarted);

    public static Failure? ReadFailure(string? json) => json is null ? null : Read(json, Readable.Failure);

    public static ParentLink? ReadParent(string? json) => json is null ? null : Read(json, Readable.ParentLink);

    public static IReadOnlyDictionary<string, string>? ReadTags(string? json) =>
        json is null ? null : Read(json, Readable.IReadOnlyDictionaryStringString);

    private static T Read<T>(string json, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(json, type) ?? throw new InvalidDataException($"A history record of type {typeof(T).Name} is null.");
}
