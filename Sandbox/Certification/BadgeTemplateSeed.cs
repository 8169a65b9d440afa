using System.Text.Json;
using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Certification;

/// <summary>A badge template of the organization, from the list that the app is seeded with.</summary>
public sealed record BadgeTemplateSeed(
    string Code, string Category, string Name, string Description, string Criteria, IReadOnlyList<string> Skills, string CredlyTemplateId)
{
    /// <summary>All of them, in their order in the file.</summary>
    public static IReadOnlyList<BadgeTemplateSeed> All { get; } =
        JsonSerializer.Deserialize<IReadOnlyList<BadgeTemplateSeed>>(EmbeddedFile.Read("templates.json"), JsonSerializerOptions.Web)!;

    public static BadgeTemplateSeed? Find(string code) => All.FirstOrDefault(template => template.Code == code);
}
