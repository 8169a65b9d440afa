using System.Text.Json.Serialization;
using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary>One announcement to one endpoint, and how far its delivery got.</summary>
/// <param name="Endpoint">The endpoint's name.</param>
/// <param name="Id">The <c>webhook-id</c>.</param>
/// <param name="Type">One of <see cref="CallbackTypes"/>.</param>
/// <param name="BadgeId">The badge.</param>
/// <param name="Payload">The body, byte for byte the same in every attempt.</param>
internal sealed record CallbackDelivery(string Endpoint, string Id, string Type, string BadgeId, string Payload)
{
    /// <summary>How far it got.</summary>
    public CallbackState State { get; init; } = CallbackState.Pending;

    /// <summary>How often the endpoint was called.</summary>
    public int Attempts { get; init; }

    /// <summary>When it was called last.</summary>
    public DateTimeOffset? LastAttemptAt { get; init; }

    /// <summary>When it is called next.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>The status of the last answer; null when there was none.</summary>
    public int? LastStatus { get; init; }

    /// <summary>Why the last attempt failed; null when it did not.</summary>
    public string? LastError { get; init; }

    /// <summary>The orchestration that delivers it.</summary>
    public string InstanceId => $"callback-{Endpoint}-{Id}";
}

/// <summary>How far a delivery got.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CallbackState>))]
public enum CallbackState
{
    /// <summary>It is tried, or will be again.</summary>
    Pending,

    /// <summary>The endpoint took it.</summary>
    Delivered,

    /// <summary>Given up: an administrator can have it delivered again.</summary>
    Dead,
}
