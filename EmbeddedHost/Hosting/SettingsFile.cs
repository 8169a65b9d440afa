using System.Text.Json;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>A JSON file beside the app: in the content root, or else where the app's assemblies are.</summary>
internal static class SettingsFile
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>The file's content; null if there is no such file.</summary>
    /// <exception cref="InvalidOperationException">The file is not a JSON object; the message names it.</exception>
    public static JsonElement? Read(string name, string contentRoot)
    {
        var path = new[] { contentRoot, AppContext.BaseDirectory }
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

        return path is null ? null : Parse(path);
    }

    private static JsonElement Parse(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new InvalidOperationException($"{path} does not hold a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new InvalidOperationException($"{path} is not valid JSON: {exception.Message}", exception);
        }
    }
}
