using System.Text.Json.Serialization;
using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>What a member decided about a badge that is hosted here.</summary>
/// <param name="HostedId">The hosted badge.</param>
/// <param name="Badge">The badge.</param>
/// <param name="Decision">Accepted or rejected.</param>
/// <param name="AddressDigest">The address that the badge went to.</param>
public sealed record HostedDecision(string HostedId, BadgeKey Badge, PlatformState Decision, string? AddressDigest)
{
    /// <summary>The orchestration that follows it up.</summary>
    [JsonIgnore]
    public string InstanceId => $"decision-{HostedId}-{Decision}";

    /// <summary>The badge after it; null when it is not possible any more, or the badge goes to another address by now.</summary>
    internal HostedBadge? ApplyTo(HostedBadge badge, DateTimeOffset now) =>
        badge.AddressDigest == AddressDigest ? badge.Decided(Decision, now) : null;
}
