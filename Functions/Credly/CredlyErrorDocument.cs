using System.Text.Json;

namespace BadgeFunctions.Functions.Credly;

/// <summary>
/// What Credly says in an answer that refuses: <c>{ "data": { "message": ..., "errors": [ { "attribute": ..., "messages": [...] } ] } }</c>.
/// Source: credly.com/docs/web_service_api, "Errors".
/// </summary>
internal static class CredlyErrorDocument
{
    /// <summary>The document in words; null when it is none.</summary>
    public static string? Read(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind is JsonValueKind.Object
                && document.RootElement.TryGetProperty("data", out var data)
                && data.ValueKind is JsonValueKind.Object
                    ? Words(data)
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Words(JsonElement data)
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
