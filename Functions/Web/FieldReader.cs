using System.Globalization;
using System.Text.Json;

namespace BadgeFunctions.Functions.Web;

/// <summary>Reads the fields of one JSON object and notes everything that is wrong with them.</summary>
internal sealed class FieldReader(JsonElement parent, string path, List<FieldError> errors)
{
    private const int MaxUrlLength = 2048;

    private static readonly DateOnly EarliestDay = new(1900, 1, 1);

    /// <summary>The object under <paramref name="name"/>; its fields are all missing when it is none.</summary>
    public FieldReader Object(string name)
    {
        var found = Find(name);
        // Of an object that is no object, one error is enough.
        if (found is not { ValueKind: JsonValueKind.Object } && parent.ValueKind is JsonValueKind.Object)
        {
            Refuse(name, found is null ? "is missing" : "is not an object");
        }

        return new FieldReader(found ?? default, PathOf(name), errors);
    }

    /// <summary>The objects of a list that may be absent or null; what is wrong with one is named by its place, from 0.</summary>
    public IReadOnlyList<FieldReader> OptionalObjects(string name, int most)
    {
        if (Find(name) is not { ValueKind: not JsonValueKind.Null } found)
        {
            return [];
        }

        if (found.ValueKind is not JsonValueKind.Array || found.GetArrayLength() > most)
        {
            Refuse(name, found.ValueKind is JsonValueKind.Array ? $"has more than {most} entries" : "is not a list");
            return [];
        }

        var all = found.EnumerateArray().Select((one, i) => (Json: one, Path: $"{name}[{i}]")).ToList();
        foreach (var one in all.Where(one => one.Json.ValueKind is not JsonValueKind.Object))
        {
            Refuse(one.Path, "is not an object");
        }

        return [.. all.Where(one => one.Json.ValueKind is JsonValueKind.Object).Select(one => new FieldReader(one.Json, PathOf(one.Path), errors))];
    }

    /// <summary>Whether this is an object.</summary>
    public bool IsObject => parent.ValueKind is JsonValueKind.Object;

    /// <summary>Whether there is something under <paramref name="name"/>: not nothing, null or an empty text.</summary>
    public bool Has(string name) =>
        Find(name) is { ValueKind: not JsonValueKind.Null } found && !(found.ValueKind is JsonValueKind.String && found.ValueEquals(""));

    /// <summary>The text under <paramref name="name"/>; null for everything else, which is no error.</summary>
    public string? AnyText(string name) => Find(name) is { } found ? ReadText(found, int.MaxValue, out _) : null;

    /// <summary>A text of 1 to <paramref name="max"/> characters without control characters or white space around it.</summary>
    public string Text(string name, int max) => Text(name, max, _ => true, "");

    /// <summary>A text that also satisfies <paramref name="rule"/>.</summary>
    public string Text(string name, int max, Func<string, bool> rule, string otherwise)
    {
        if (Find(name) is not { } element)
        {
            // Of an object that is no object, one error is enough.
            return parent.ValueKind is JsonValueKind.Object ? Refuse(name, "is missing") : "";
        }

        return ReadText(element, max, out var reason) is { } text
            ? rule(text) ? text : Refuse(name, otherwise)
            : Refuse(name, reason);
    }

    /// <summary>Like <see cref="Text(string, int, Func{string, bool}, string)"/>, but may be absent or null.</summary>
    public string? OptionalText(string name, int max, Func<string, bool> rule, string otherwise) =>
        Find(name) is null or { ValueKind: JsonValueKind.Null } ? null : Text(name, max, rule, otherwise);

    /// <summary>A list of 1 to <paramref name="most"/> texts, each like those of <see cref="Text(string, int, Func{string, bool}, string)"/>.</summary>
    public IReadOnlyList<string> Texts(string name, int most, int max, Func<string, bool> rule, string otherwise)
    {
        if (Find(name) is not { ValueKind: JsonValueKind.Array } found || found.GetArrayLength() is var length && (length == 0 || length > most))
        {
            Refuse(name, $"is not a list of 1 to {most} texts");
            return [];
        }

        return
        [
            .. found.EnumerateArray().Select((element, i) =>
                ReadText(element, max, out var reason) is not { } text ? Refuse($"{name}[{i}]", reason)
                : rule(text) ? text
                : Refuse($"{name}[{i}]", otherwise)),
        ];
    }

    /// <summary>A day as <c>yyyy-MM-dd</c>.</summary>
    public DateOnly Day(string name)
    {
        var text = Text(name, 10, IsDay, "is not a date as yyyy-MM-dd from 1900 on");
        return IsDay(text) ? ParseDay(text) : EarliestDay;
    }

    /// <summary>A day that may be absent or null.</summary>
    public DateOnly? OptionalDay(string name) =>
        OptionalText(name, 10, IsDay, "is not a date as yyyy-MM-dd from 1900 on") is { } text && IsDay(text)
            ? ParseDay(text)
            : null;

    /// <summary>A day that may be null, but not absent: what is left out by mistake must not mean "for ever".</summary>
    public DateOnly? DayOrNull(string name) => Find(name) is { ValueKind: JsonValueKind.Null } ? null : Day(name);

    /// <summary>An instant with its offset from UTC (RFC 3339), from 1900 on, that may be absent or null.</summary>
    public DateTimeOffset? OptionalInstant(string name) =>
        OptionalText(name, 40, text => Instant(text)?.Year >= EarliestDay.Year, "is not an instant such as 2021-04-26T09:30:00Z, from 1900 on") is { } found
            ? Instant(found)
            : null;

    /// <summary>An absolute https address that may be absent or null.</summary>
    public Uri? OptionalUrl(string name)
    {
        var url = OptionalText(name, int.MaxValue, IsHttps, "is not an absolute https address") is { } text && IsHttps(text) ? new Uri(text) : null;
        // As it is sent on: then a character can be nine.
        if (url?.AbsoluteUri.Length > MaxUrlLength)
        {
            Refuse(name, $"is longer than {MaxUrlLength} characters, percent-encoded");
        }

        return url;
    }

    /// <summary>Notes what is wrong with a field.</summary>
    public string Refuse(string name, string reason)
    {
        errors.Add(new FieldError(PathOf(name), reason));
        return "";
    }

    private static string? ReadText(JsonElement element, int max, out string reason)
    {
        reason = "is not a text";
        if (element.ValueKind is not JsonValueKind.String)
        {
            return null;
        }

        string text;
        try
        {
            text = element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            reason = "has a lone surrogate";
            return null;
        }

        reason = text switch
        {
            "" => "is empty",
            _ when text.Length > max => $"is longer than {max} characters",
            _ when text.Any(char.IsControl) => "has a control character",
            _ when text.Trim() != text => "has white space at its start or end",
            _ => "",
        };
        return reason.Length == 0 ? text : null;
    }

    private static bool IsDay(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day >= EarliestDay;

    private static DateTimeOffset? Instant(string text) =>
        text.Length > 10 && text[10] is 'T' && (text[^1] is 'Z' || text[^6] is '+' or '-')
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            ? instant.ToUniversalTime()
            : null;

    private static DateOnly ParseDay(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool IsHttps(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.UserInfo.Length == 0;

    private JsonElement? Find(string name) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var found) ? found : null;

    private string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
