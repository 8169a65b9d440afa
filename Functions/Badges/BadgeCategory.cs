using System.Text.Json;
using System.Text.Json.Serialization;

namespace BadgeFunctions.Functions.Badges;

/// <summary>The four sections of "My badges". In JSON: <c>course-and-programme</c>, <c>certificate</c>, <c>event</c>, <c>award</c>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BadgeCategory>))]
public enum BadgeCategory
{
    /// <summary>A course or a programme that was completed.</summary>
    [JsonStringEnumMemberName("course-and-programme")]
    CourseAndProgramme,

    /// <summary>A certificate that was earned.</summary>
    [JsonStringEnumMemberName("certificate")]
    Certificate,

    /// <summary>An event that was attended.</summary>
    [JsonStringEnumMemberName("event")]
    Event,

    /// <summary>An award that was won.</summary>
    [JsonStringEnumMemberName("award")]
    Award,
}

/// <summary>The categories' names in JSON.</summary>
internal static class BadgeCategories
{
    private static readonly Dictionary<string, BadgeCategory> ByName =
        Enum.GetValues<BadgeCategory>().ToDictionary(category => JsonSerializer.SerializeToElement(category).GetString()!);

    public static IReadOnlyCollection<string> Names => ByName.Keys;

    public static bool TryRead(string name, out BadgeCategory category) => ByName.TryGetValue(name, out category);
}

/// <summary>The sections of "My badges", in the booklet's order and words.</summary>
internal static class BadgeSections
{
    public static IReadOnlyList<BadgeCategory> All { get; } =
        [BadgeCategory.CourseAndProgramme, BadgeCategory.Certificate, BadgeCategory.Event, BadgeCategory.Award];

    public static string TitleOf(BadgeCategory category) => category switch
    {
        BadgeCategory.CourseAndProgramme => L("Course and programmes Badges"),
        BadgeCategory.Certificate => L("Certificate Badges"),
        BadgeCategory.Event => L("Event Badges"),
        _ => L("Awards Badges"),
    };
}
