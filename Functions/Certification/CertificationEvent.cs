using System.Text.Json.Serialization;
using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Certification;

/// <summary>What the certification system tells us; one of its parts is there, as <see cref="Type"/> says.</summary>
/// <param name="Type">One of <see cref="CertificationEventTypes"/>.</param>
/// <param name="At">When it happened there. Of two events about a badge the later one counts, in whatever order they arrive.</param>
public sealed record CertificationEvent(string Type, DateTimeOffset At)
{
    /// <summary>What was awarded; of a correction, all that is true now.</summary>
    public Award? Award { get; init; }

    /// <summary>What was taken back.</summary>
    public AwardRevocation? Revocation { get; init; }

    /// <summary>What is valid for longer.</summary>
    public AwardRenewal? Renewal { get; init; }

    /// <summary>What is not valid for the time being.</summary>
    public AwardSuspension? Suspension { get; init; }

    /// <summary>What is valid again after it was suspended.</summary>
    public AwardReinstatement? Reinstatement { get; init; }

    /// <summary>The member as they are known now.</summary>
    public Member? Member { get; init; }

    /// <summary>The badge that this is about; null when it is about a member.</summary>
    [JsonIgnore]
    public string? BadgeId =>
        (Award?.AchievementId ?? Revocation?.AchievementId ?? Renewal?.AchievementId ?? Suspension?.AchievementId ?? Reinstatement?.AchievementId) is { } id
            ? BadgeKey.BadgeIdOf(id)
            : null;
}

/// <summary>An achievement that was taken back.</summary>
/// <param name="AchievementId">The certification system's id of it.</param>
/// <param name="Reason">Why: the member and whoever verifies the badge read it.</param>
public sealed record AwardRevocation(string AchievementId, string Reason);

/// <summary>An achievement that was renewed.</summary>
/// <param name="AchievementId">The certification system's id of it.</param>
/// <param name="ExpiresOn">The last day of its validity now; null for ever.</param>
public sealed record AwardRenewal(string AchievementId, DateOnly? ExpiresOn);

/// <summary>An achievement that was suspended.</summary>
/// <param name="AchievementId">The certification system's id of it.</param>
/// <param name="Reason">Why: the member reads it.</param>
public sealed record AwardSuspension(string AchievementId, string Reason);

/// <summary>An achievement that is not suspended any more.</summary>
/// <param name="AchievementId">The certification system's id of it.</param>
public sealed record AwardReinstatement(string AchievementId);

/// <summary>The types of the certification system's events.</summary>
internal static class CertificationEventTypes
{
    public const string Awarded = "achievement.awarded";
    public const string Revoked = "achievement.revoked";
    public const string Renewed = "achievement.renewed";
    public const string Corrected = "achievement.corrected";
    public const string Suspended = "achievement.suspended";
    public const string Reinstated = "achievement.reinstated";
    public const string MemberUpdated = "member.updated";

    public static IReadOnlyList<string> All { get; } = [Awarded, Revoked, Renewed, Corrected, Suspended, Reinstated, MemberUpdated];
}
