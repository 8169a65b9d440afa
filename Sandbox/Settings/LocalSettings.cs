using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BadgeFunctions.Sandbox.Settings;

/// <summary><c>local.settings.json</c>: made from the sample on the first run, with fresh secrets, and read as <c>func</c> does.</summary>
internal sealed partial class LocalSettings
{
    // A secret stands in the file as it is shown to the app.
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject _values;

    private LocalSettings(JsonObject values) => _values = values;

    /// <summary>The value of a setting.</summary>
    /// <exception cref="InvalidOperationException">The file does not have it.</exception>
    public string this[string name] =>
        (string?)_values[name]
        ?? throw new InvalidOperationException($"local.settings.json has no {name}; compare it with local.settings.sample.json, or delete it.");

    /// <summary>All of them.</summary>
    public IReadOnlyDictionary<string, string> All => _values.ToDictionary(one => one.Key, one => (string?)one.Value ?? "");

    /// <summary>Reads the file in <paramref name="folder"/>; makes it when it is not there, and adds the generated values that it lacks.</summary>
    public static LocalSettings ReadOrCreate(string folder)
    {
        var sample = Path.Combine(folder, "local.settings.sample.json");
        var path = Path.Combine(folder, "local.settings.json");
        var (file, values) = Read(File.Exists(path) ? path : sample);
        if (FillIn(values, Read(sample).Values))
        {
            Write(path, file.ToJsonString(Readable));
        }

        return new LocalSettings(values);
    }

    // It holds secrets: nobody else on the machine reads it.
    private static void Write(string path, string text)
    {
        File.WriteAllText(path, "");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.WriteAllText(path, text);
    }

    private static (JsonNode File, JsonObject Values) Read(string path)
    {
        try
        {
            var file = JsonNode.Parse(File.ReadAllText(path))!;
            return (file, file["Values"]!.AsObject());
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException)
        {
            throw new InvalidOperationException($"{path} has no JSON object 'Values' that can be read: {e.Message}", e);
        }
    }

    /// <summary>
    /// Replaces what the sample has in place of a secret: <c>&lt;generated: n bytes&gt;</c> by the base64 of as many random bytes,
    /// <c>&lt;generated: RSA key&gt;</c> by that of a private key as PKCS#8,
    /// <c>&lt;generated: as NAME&gt;</c> by another setting's value, which comes before it.
    /// </summary>
    /// <returns>Whether anything was missing.</returns>
    private static bool FillIn(JsonObject values, JsonObject sample)
    {
        var missing = sample.Where(one => Generated().IsMatch((string?)(values[one.Key] ?? one.Value) ?? "")).ToList();
        foreach (var (name, placeholder) in missing)
        {
            values[name] = Generated().Replace((string)placeholder!, match => match.Groups switch
            {
                var groups when groups["bytes"] is { Success: true } bytes =>
                    Convert.ToBase64String(RandomNumberGenerator.GetBytes(int.Parse(bytes.ValueSpan, provider: null))),
                var groups when groups["name"] is { Success: true } other => (string)values[other.Value]!,
                _ => NewRsaKey(),
            });
        }

        return missing.Count > 0;
    }

    private static string NewRsaKey()
    {
        using var key = RSA.Create(2048);
        return Convert.ToBase64String(key.ExportPkcs8PrivateKey());
    }

    [GeneratedRegex("<generated: ((?<bytes>[0-9]+) bytes|RSA key|as (?<name>[A-Za-z0-9_]+))>")]
    private static partial Regex Generated();
}
