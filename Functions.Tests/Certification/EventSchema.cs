using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BadgeFunctions.Sandbox.Processes;
using Json.Schema;

namespace BadgeFunctions.Functions.Tests.Certification;

/// <summary>The schema of the certification system's events, and events that are made from it.</summary>
internal static class EventSchema
{
    private static readonly string File = Path.Combine(RepositoryFolder.Root, "docs", "certification-events.schema.json");
    private static readonly JsonNode Root = JsonNode.Parse(System.IO.File.ReadAllText(File))!;
    private static readonly JsonSchema Schema = JsonSchema.FromFile(File);

    // Of many scripts, with a character of two code units and the two joiners.
    private static readonly string[] Characters = ["a", "Z", "7", " ", "'", ",", "\"", "/", "|", "\u00e9", "\u5b57", "\u0645", "\u200c", "\u200d", "\U0001F600"];

    /// <summary>The names of the events' schemas.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["awarded", "corrected", "revoked", "renewed", "suspended", "reinstated", "memberUpdated"];

    public static bool IsValid(JsonNode body) => Schema.Evaluate(JsonSerializer.SerializeToElement(body)).IsValid;

    /// <summary>An event of a kind, at random.</summary>
    public static JsonObject Generate(string kind, Random random) => Object(Resolve(Root["$defs"]![kind]!), random);

    /// <summary>The fields of a kind of event that are no objects, with their schemas.</summary>
    public static IEnumerable<(string Path, JsonObject Schema, bool IsRequired)> Fields(string kind) => Fields(Resolve(Root["$defs"]![kind]!), "");

    private static IEnumerable<(string Path, JsonObject Schema, bool IsRequired)> Fields(JsonObject schema, string path)
    {
        foreach (var (name, one) in schema["properties"]!.AsObject())
        {
            var (field, fieldPath) = (Resolve(one!), path.Length == 0 ? name : $"{path}.{name}");
            yield return (fieldPath, field, IsRequired(schema, name));
            foreach (var inner in field.ContainsKey("properties") ? Fields(field, fieldPath) : [])
            {
                yield return inner;
            }
        }
    }

    private static bool IsRequired(JsonObject schema, string name) => schema["required"]?.AsArray().Any(one => (string?)one == name) is true;

    // What stands beside a reference adds to what it leads to.
    private static JsonObject Resolve(JsonNode schema)
    {
        if ((string?)schema["$ref"] is not { } reference)
        {
            return schema.AsObject();
        }

        var resolved = Resolve(Root["$defs"]![reference["#/$defs/".Length..]]!).DeepClone().AsObject();
        foreach (var (name, value) in schema.AsObject().Where(one => one.Key != "$ref"))
        {
            resolved[name] = value?.DeepClone();
        }

        return resolved;
    }

    private static JsonObject Object(JsonObject schema, Random random)
    {
        var needed = schema["anyOf"]?.AsArray() is { } choices ? (string?)choices[random.Next(choices.Count)]!["required"]![0] : null;
        JsonObject made = [];
        foreach (var (name, one) in schema["properties"]!.AsObject())
        {
            var field = Resolve(one!);
            if (name == needed)
            {
                made[name] = field["enum"] is JsonArray terms ? terms[random.Next(terms.Count - 1)]!.DeepClone() : Text(field, random, least: 1);
            }
            else if (IsRequired(schema, name) || random.Next(2) == 0)
            {
                made[name] = Value(field, name, random);
            }
        }

        // A condition whose consequence is not met is not made.
        if ((string?)schema["if"]?["required"]![0] is { } condition && made[(string)schema["then"]!["required"]![0]!] is null)
        {
            made.Remove(condition);
        }

        return made;
    }

    private static JsonNode? Value(JsonObject schema, string name, Random random)
    {
        if ((schema["examples"] ?? schema["enum"])?.AsArray() is { } choices)
        {
            return choices[random.Next(choices.Count)]?.DeepClone();
        }

        return schema["const"]?.DeepClone()
            ?? (schema.ContainsKey("properties") ? Object(schema, random)
                : schema["type"] is JsonArray && random.Next(3) == 0 ? null
                : schema["items"] is { } item ? List(Resolve(item), random.Next((int)schema["maxItems"]! + 1), random)
                : (string?)schema["format"] switch
                {
                    // After any award.
                    "date" when name == "expiresOn" => Day(2022, random),
                    "date" => Day(1900, random),
                    "date-time" => $"{Day(1900, random)}T{random.Next(24):D2}:{random.Next(60):D2}:00{(random.Next(2) == 0 ? "Z" : "+05:30")}",
                    _ => Text(schema, random, least: (int?)schema["minLength"] ?? 0),
                });
    }

    // No two of one name: a schema cannot say so.
    private static JsonArray List(JsonObject item, int length, Random random) =>
        [.. Enumerable.Range(0, length).Select(_ => Object(item, random)).DistinctBy(one => (string?)one["name"])];

    private static string Day(int year, Random random) =>
        new DateOnly(year, 1, 1).AddDays(random.Next(120 * 365)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static JsonNode Text(JsonObject schema, Random random, int least)
    {
        var most = (int)schema["maxLength"]!;
        var length = random.Next(4) switch { 0 => least, 1 => most, _ => random.Next(least, Math.Min(most, 20)) };
        // Something visible at both ends, and as long as is wanted to the character.
        var text = length < 2 ? new string('x', length) : string.Concat(Enumerable.Range(0, length).Select(_ => Characters[random.Next(Characters.Length)]));
        return length < 2 ? text : $"x{Cut(text, length - 2)}x";
    }

    private static string Cut(string text, int length) =>
        length > 0 && char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] + "x" : text[..length];
}
