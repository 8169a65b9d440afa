using System.Text.Json;

namespace BadgeFunctions.Sandbox.Credly.Api;

/// <summary>
/// What a request brings, wherever it has it: in JSON, as the documentation asks for, in a form, or in the query of a POST or PUT. Numbers
/// and booleans may be texts, and texts numbers.
/// </summary>
/// <param name="sources">Objects; the first that has a field counts.</param>
internal sealed class RequestFields(params IReadOnlyList<JsonElement> sources)
{
    /// <summary>Of a request whose body is neither a JSON object nor a form.</summary>
    public static RequestFields Unreadable { get; } = new();

    /// <summary>Reads a request where it is a handler's parameter.</summary>
    public static async ValueTask<RequestFields> BindAsync(HttpContext context)
    {
        var (request, cancellationToken) = (context.Request, context.RequestAborted);
        var query = BracketedFields.Read(request.Query);
        try
        {
            if (request.HasFormContentType)
            {
                return new RequestFields(BracketedFields.Read(await request.ReadFormAsync(cancellationToken)), query);
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

    public bool Has(string name) => Find(name) is not null;

    /// <summary>A text, a number or a boolean as text; null for everything else.</summary>
    public string? Text(string name) => Find(name) is { } value ? TextOf(value) : null;

    public bool? Flag(string name) => Text(name)?.ToLowerInvariant() switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => null,
    };

    /// <summary>The texts of a list; a text alone is a list of one.</summary>
    public IReadOnlyList<string> Texts(string name) => [.. Items(name).Select(TextOf).OfType<string>()];

    /// <summary>The objects of a list.</summary>
    public IReadOnlyList<RequestFields> Objects(string name) =>
        [.. Items(name).Where(item => item.ValueKind is JsonValueKind.Object).Select(item => new RequestFields(item))];

    // Forms count the items of a list: their list is an object.
    private IEnumerable<JsonElement> Items(string name) => Find(name) switch
    {
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
        { ValueKind: JsonValueKind.Object } list => list.EnumerateObject().Select(item => item.Value),
        { } one => [one],
        null => [],
    };

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

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };
}
