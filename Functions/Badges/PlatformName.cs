using System.Text.Json.Serialization;

namespace BadgeFunctions.Functions.Badges;

/// <summary>The credential platforms; a badge template says which one its badges are issued on. As text in JSON and tables.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PlatformName>))]
public enum PlatformName
{
    /// <summary>Credly.</summary>
    Credly,

    /// <summary>This app itself, for bodies that have no Credly account.</summary>
    OpenBadges,
}
