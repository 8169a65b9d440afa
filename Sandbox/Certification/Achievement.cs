using System.Text.Json;
using BadgeFunctions.Sandbox.Web;

namespace BadgeFunctions.Sandbox.Certification;

/// <summary>What a member achieved, as the certification system tells the app.</summary>
public sealed record Achievement
{
    public required string AchievementId { get; init; }
    public string TemplateCode { get; init; } = "best-practice-week-attendee";
    public string Category { get; init; } = "event";
    public AwardedMember Member { get; init; } = new();
    public string AwardedOn { get; init; } = "2021-04-26";
    public string? ExpiresOn { get; init; }
    public string? Evidence { get; init; }

    /// <summary>The booklet's award under a new id.</summary>
    public static Achievement Sample() => new() { AchievementId = $"sample-{Guid.NewGuid():N}" };
}

/// <summary>A member of the certification system.</summary>
public sealed record AwardedMember
{
    public string Id { get; init; } = "m-1001";
    public string GivenName { get; init; } = "Maria";
    public string FamilyName { get; init; } = "Rossi";
    public string Email { get; init; } = "maria.rossi@example.org";
    public string Locale { get; init; } = "en";
}

/// <summary>What became of an achievement, or of a member, after the award.</summary>
public sealed record CertificationNews(string Type, object Data)
{
    /// <summary>When it happened; null for now.</summary>
    public DateTimeOffset? At { get; init; }

    public static CertificationNews Revoked(string achievementId, string reason) =>
        new("achievement.revoked", new { achievementId, reason });

    /// <summary>Renewed until a day, or for ever, which is null: the field is sent in any case.</summary>
    public static CertificationNews Renewed(string achievementId, string? expiresOn) =>
        new("achievement.renewed", new Dictionary<string, string?> { ["achievementId"] = achievementId, ["expiresOn"] = expiresOn });

    public static CertificationNews Suspended(string achievementId, string reason) =>
        new("achievement.suspended", new { achievementId, reason });

    public static CertificationNews Reinstated(string achievementId) => new("achievement.reinstated", new { achievementId });

    public static CertificationNews Corrected(Achievement achievement) => new("achievement.corrected", achievement);
    public static CertificationNews MemberUpdated(AwardedMember member) => new("member.updated", new { member });
}

/// <summary>A badge template of the organization, from the list that the app is seeded with.</summary>
public sealed record BadgeTemplateSeed(
    string Code, string Category, string Name, string Description, string Criteria, IReadOnlyList<string> Skills, string CredlyTemplateId, string TimeToEarn, string Cost, IReadOnlyList<string> Standards)
{
    public static IReadOnlyList<BadgeTemplateSeed> All { get; } =
        JsonSerializer.Deserialize<IReadOnlyList<BadgeTemplateSeed>>(EmbeddedFile.Read("templates.json"), JsonSerializerOptions.Web)!;

    public static BadgeTemplateSeed? Find(string code) => All.FirstOrDefault(template => template.Code == code);
}
