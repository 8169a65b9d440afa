using System.Text.Json;

namespace BadgeFunctions.Functions.Badges;

/// <summary>The templates that a new installation starts with: <c>Badges/templates.json</c>.</summary>
internal static class TemplateSeed
{
    private const string Resource = "BadgeFunctions.Functions.Badges.templates.json";

    public static IReadOnlyList<BadgeTemplate> Read()
    {
        using var stream = typeof(TemplateSeed).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing.");
        return JsonSerializer.Deserialize<IReadOnlyList<BadgeTemplate>>(stream, JsonSerializerOptions.Web) ?? [];
    }
}
