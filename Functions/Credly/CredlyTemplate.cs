using System.Text.Json;

namespace BadgeFunctions.Functions.Credly;

/// <summary>A badge template as Credly has it. Source: credly.com/docs/badge_templates.</summary>
internal sealed record CredlyTemplate(string Id, string? Name, string? Description, string? State)
{
    /// <summary>Its image.</summary>
    public Uri? ImageUrl { get; init; }

    /// <summary>The skills: texts, or objects with a name.</summary>
    public JsonElement Skills { get; init; }

    /// <summary>What has to be done to earn it: objects with a title.</summary>
    public JsonElement BadgeTemplateActivities { get; init; }

    /// <summary>The skills' names.</summary>
    public IReadOnlyList<string> SkillNames() => Names(Skills, "name");

    /// <summary>The criteria in words; empty where there are none.</summary>
    public string Criteria() => string.Join(" ", Names(BadgeTemplateActivities, "title").Select(title => title.EndsWith('.') ? title : $"{title}."));

    private static string[] Names(JsonElement list, string property) => list.ValueKind is not JsonValueKind.Array ? [] :
    [
        .. list.EnumerateArray().Select(one => one.ValueKind switch
        {
            JsonValueKind.String => one.GetString(),
            JsonValueKind.Object when one.TryGetProperty(property, out var name) && name.ValueKind is JsonValueKind.String => name.GetString(),
            _ => null,
        }).Where(name => !string.IsNullOrWhiteSpace(name)).Select(name => name!.Trim()),
    ];
}
