using System.Text.Json;

namespace BadgeFunctions.EmbeddedHost.Hosting;

/// <summary>The settings of <c>local.settings.json</c>, as the Functions command line tool reads them.</summary>
internal static class LocalSettings
{
    public const string FileName = "local.settings.json";

    /// <summary>The file's <c>Values</c> as configuration keys: <c>A__B</c> becomes <c>A:B</c>.</summary>
    /// <exception cref="HostException">The file's settings are encrypted, or one of them is not a plain value.</exception>
    public static IReadOnlyDictionary<string, string?> Values(JsonElement? file)
    {
        if (file is not { } settings || !settings.TryGetProperty("Values", out var values))
        {
            return new Dictionary<string, string?>();
        }

        if (settings.TryGetProperty("IsEncrypted", out var encrypted) && encrypted.ValueKind is JsonValueKind.True)
        {
            throw new HostException($"{FileName} is encrypted; decrypt it with 'func settings decrypt'.");
        }

        return values.EnumerateObject().ToDictionary(
            setting => setting.Name.Replace("__", ":", StringComparison.Ordinal),
            Text,
            StringComparer.OrdinalIgnoreCase);
    }

    private static string? Text(JsonProperty setting) => setting.Value.ValueKind switch
    {
        JsonValueKind.Object or JsonValueKind.Array =>
            throw new HostException($"{FileName}: the setting '{setting.Name}' must be a plain value."),
        JsonValueKind.Null => null,
        _ => setting.Value.ToString(),
    };
}
