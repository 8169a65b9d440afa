using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>
/// The fields of a request, wherever it has them: in JSON, as the documentation asks for, in a form, or in the query. Numbers and booleans
/// may be texts, and texts numbers.
/// </summary>
/// <param name="sources">Objects; the first that has a field counts.</param>
internal sealed class RequestFields(params IReadOnlyList<JsonElement> sources)
{
    /// <summary>Of a request whose body is neither a JSON object nor a form.</summary>
    public static RequestFields Unreadable { get; } = new();

    public static async ValueTask<RequestFields> BindAsync(HttpContext context)
    {
        var (request, cancellationToken) = (context.Request, context.RequestAborted);
        var query = ObjectOf(request.Query);
        try
        {
            if (request.HasFormContentType)
            {
                return new RequestFields(ObjectOf(await request.ReadFormAsync(cancellationToken)), query);
            }

            using var reader = new StreamReader(request.Body);
            var text = await reader.ReadToEndAsync(cancellationToken);
            return string.IsNullOrWhiteSpace(text) ? new RequestFields(query)
                : JsonSerializer.Deserialize<JsonElement>(text) is { ValueKind: JsonValueKind.Object } body ? new RequestFields(body, query)
                : Unreadable;
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            return Unreadable;
        }
    }

    /// <summary>A text, a number or a boolean as text; null for everything else, and for a text of spaces.</summary>
    public string? Text(string name) => Find(name) switch
    {
        { ValueKind: JsonValueKind.String } value => value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null,
        { ValueKind: JsonValueKind.Number } value => value.GetRawText(),
        { ValueKind: JsonValueKind.True } => "true",
        { ValueKind: JsonValueKind.False } => "false",
        _ => null,
    };

    public bool IsTrue(string name) => Text(name) is { } text && (text == "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase));

    /// <summary>The objects of a list.</summary>
    public IEnumerable<RequestFields> Objects(string name) => Find(name) is { ValueKind: JsonValueKind.Array } list
        ? list.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.Object).Select(item => new RequestFields(item))
        : [];

    private static JsonElement ObjectOf(IEnumerable<KeyValuePair<string, StringValues>> fields) =>
        JsonSerializer.SerializeToElement(fields.ToDictionary(field => field.Key, field => field.Value[^1]));

    private JsonElement? Find(string name)
    {
        foreach (var source in sources)
        {
            if (source.TryGetProperty(name, out var value))
            {
                return value;
            }
        }

        return null;
    }
}
