namespace BadgeFunctions.Sandbox.Certification;

/// <summary>What became of an achievement, or of a member, after the award.</summary>
/// <param name="Type">The webhook's type.</param>
/// <param name="Data">Its data.</param>
public sealed record CertificationNews(string Type, object Data)
{
    /// <summary>When it happened; null for now.</summary>
    public DateTimeOffset? At { get; init; }

    public static CertificationNews Revoked(string achievementId, string reason) =>
        new("achievement.revoked", new { achievementId, reason });

    /// <param name="achievementId">What was renewed.</param>
    /// <param name="expiresOn">The last day of its validity now, or null for ever: the field is sent in any case.</param>
    public static CertificationNews Renewed(string achievementId, string? expiresOn) =>
        new("achievement.renewed", new Dictionary<string, string?> { ["achievementId"] = achievementId, ["expiresOn"] = expiresOn });

    public static CertificationNews Corrected(Achievement achievement) => new("achievement.corrected", achievement);

    public static CertificationNews MemberUpdated(AwardedMember member) => new("member.updated", new { member });
}
