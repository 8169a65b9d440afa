using Azure;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary>Where the certification system wants to be told, and of what. Holds no secret: that is derived (<see cref="CallbackSecrets"/>).</summary>
/// <param name="Name">The caller's own name for it.</param>
/// <param name="Url">The address.</param>
/// <param name="Events">The types that are wanted.</param>
/// <param name="SecretVersion">Which of its secrets is the present one: random.</param>
/// <param name="CreatedAt">When it was registered.</param>
internal sealed record CallbackEndpoint(string Name, Uri Url, IReadOnlyList<string> Events, string SecretVersion, DateTimeOffset CreatedAt)
{
    /// <summary>The secret before the present one.</summary>
    public string? PreviousSecretVersion { get; init; }

    /// <summary>Until when that one still signs.</summary>
    public DateTimeOffset? PreviousSecretUntil { get; init; }

    /// <summary>Since when it is not called any more, because it answered 410.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>The row's version.</summary>
    public ETag ETag { get; init; }

    public bool Wants(string type) => DisabledAt is null && Events.Contains(type);
}
