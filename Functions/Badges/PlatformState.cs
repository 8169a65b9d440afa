using System.Text.Json.Serialization;

namespace BadgeFunctions.Functions.Badges;

/// <summary>The states of a badge on a platform. As text in JSON and tables.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PlatformState>))]
public enum PlatformState
{
    /// <summary>Not yet accepted.</summary>
    Pending,

    /// <summary>Accepted by the member.</summary>
    Accepted,

    /// <summary>Rejected by the member.</summary>
    Rejected,

    /// <summary>Taken back.</summary>
    Revoked,
}
