using System.Text.Json;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>A JSON file beside the app.</summary>
internal static class SettingsFile
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>The content of the file in the first folder that has it; null if none has.</summary>
    /// <exception cref="HostException">The file is not a JSON object; the message names it.</exception>
    public static JsonElement? Read(string name, params IEnumerable<string> folders) =>
        folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is { } path ? Parse(path) : null;

    private static JsonElement Parse(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new HostException($"{path} does not hold a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new HostException($"{path} is not valid JSON: {exception.Message}", exception);
        }
    }
}
