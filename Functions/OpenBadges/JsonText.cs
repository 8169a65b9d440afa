using System.Text.Json;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>Texts of JSON that nobody has checked yet.</summary>
internal static class JsonText
{
    /// <summary>A property that is a text; null for every other.</summary>
    public static string? TextOf(JsonElement element, string name)
    {
        try
        {
            return element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate.
            return null;
        }
    }

    /// <summary>Whether an element is exactly this text.</summary>
    public static bool IsText(this JsonElement element, string text) => element.ValueKind is JsonValueKind.String && element.ValueEquals(text);
}
