using System.Text.Json;

namespace BadgeFunctions.Functions.Badges;

/// <summary>The categories' names in JSON.</summary>
internal static class BadgeCategories
{
    private static readonly Dictionary<string, BadgeCategory> ByName =
        Enum.GetValues<BadgeCategory>().ToDictionary(category => JsonSerializer.SerializeToElement(category).GetString()!);

    public static IReadOnlyCollection<string> Names => ByName.Keys;

    public static bool TryRead(string name, out BadgeCategory category) => ByName.TryGetValue(name, out category);
}
