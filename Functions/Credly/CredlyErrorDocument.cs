using System.Text.Json;

namespace BadgeFunctions.Functions.Credly;

/// <summary>
/// What Credly says in an answer that refuses: <c>{ "data": { "message": ..., "errors": [ { "attribute": ..., "messages": [...] } ] } }</c>.
/// </summary>
/// <param name="Words">The document in words.</param>
/// <param name="CurrentBadgeId">The badge that took the place of the one that was asked for: <c>metadata.current_badge_id</c>.</param>
internal sealed record CredlyErrorDocument(string Words, string? CurrentBadgeId)
{
    /// <summary>Null when the body is no such document.</summary>
    public static CredlyErrorDocument? Read(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Child(document.RootElement, "data") is { } data && WordsOf(data) is { } words
                ? new CredlyErrorDocument(words, Child(document.RootElement, "metadata") is { } metadata ? Text(metadata, "current_badge_id") : null)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Child(JsonElement parent, string name) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var child) && child.ValueKind is JsonValueKind.Object ? child : null;

    private static string? WordsOf(JsonElement data)
    {
        var message = Text(data, "message");
        string[] errors = data.TryGetProperty("errors", out var list) && list.ValueKind is JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(error => error.ValueKind is JsonValueKind.Object).Select(Describe).Where(error => error != message)]
            : [];
        return (message, errors) switch
        {
            (null, []) => null,
            (null, _) => string.Join("; ", errors),
            (_, []) => message,
            _ => $"{message} ({string.Join("; ", errors)})",
        };
    }

    private static string Describe(JsonElement error)
    {
        var messages = error.TryGetProperty("messages", out var list) && list.ValueKind is JsonValueKind.Array
            ? string.Join(", ", list.EnumerateArray().Where(one => one.ValueKind is JsonValueKind.String).Select(one => one.GetString()))
            : "";
        return Text(error, "attribute") is { } attribute ? $"{attribute}: {messages}" : messages;
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
