using System.Text.Json.Serialization;

namespace BadgeFunctions.Functions.Badges;

/// <summary>The states of a badge template on its platform. Only an active one issues badges.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BadgeTemplateState>))]
public enum BadgeTemplateState
{
    /// <summary>Issues badges.</summary>
    Active,

    /// <summary>Not yet finished.</summary>
    Draft,

    /// <summary>No longer in use; badges that were issued stay valid.</summary>
    Archived,
}
