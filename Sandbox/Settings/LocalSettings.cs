using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BadgeFunctions.Sandbox.Settings;

/// <summary><c>local.settings.json</c>: made from the sample on the first run, with fresh secrets, and read as <c>func</c> does.</summary>
internal sealed partial class LocalSettings
{
    private readonly JsonObject _values;

    private LocalSettings(JsonObject values) => _values = values;

    /// <summary>The value of a setting.</summary>
    /// <exception cref="InvalidOperationException">The file does not have it.</exception>
    public string this[string name] =>
        (string?)_values[name]
        ?? throw new InvalidOperationException($"local.settings.json has no {name}; compare it with local.settings.sample.json, or delete it.");

    /// <summary>All of them.</summary>
    public IReadOnlyDictionary<string, string> All => _values.ToDictionary(one => one.Key, one => (string?)one.Value ?? "");

    /// <summary>Reads the file in <paramref name="folder"/>; makes it when it is not there.</summary>
    public static LocalSettings ReadOrCreate(string folder)
    {
        var path = Path.Combine(folder, "local.settings.json");
        if (!File.Exists(path))
        {
            File.WriteAllText(path, Fill(File.ReadAllText(Path.Combine(folder, "local.settings.sample.json"))));
        }

        try
        {
            return new LocalSettings(JsonNode.Parse(File.ReadAllText(path))!["Values"]!.AsObject());
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException)
        {
            throw new InvalidOperationException($"{path} has no JSON object 'Values' that can be read: {e.Message}", e);
        }
    }

    /// <summary>The sample with each <c>&lt;generated: n bytes&gt;</c> replaced by the base64 of as many random bytes.</summary>
    public static string Fill(string sample) => Generated().Replace(
        sample, match => Convert.ToBase64String(RandomNumberGenerator.GetBytes(int.Parse(match.Groups[1].ValueSpan, provider: null))));

    [GeneratedRegex("<generated: ([0-9]+) bytes>")]
    private static partial Regex Generated();
}
