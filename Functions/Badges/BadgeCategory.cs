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
