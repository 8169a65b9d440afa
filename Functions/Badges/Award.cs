using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BadgeFunctions.Functions.Badges;

/// <summary>What the certification system tells us: a member achieved something.</summary>
/// <param name="AchievementId">The certification system's own id of the achievement: one badge per id.</param>
/// <param name="TemplateCode">The badge template's code.</param>
/// <param name="Category">The template's category, said again so that a mix-up is noticed.</param>
/// <param name="Member">Who achieved it.</param>
/// <param name="AwardedOn">The day of the achievement.</param>
/// <param name="ExpiresOn">The last day of validity; null for ever.</param>
/// <param name="Evidence">Where the evidence can be read.</param>
public sealed record Award(
    string AchievementId,
    string TemplateCode,
    BadgeCategory Category,
    Member Member,
    DateOnly AwardedOn,
    DateOnly? ExpiresOn,
    Uri? Evidence)
{
    /// <summary>What came of its assessments; null for none, so that the digest of an award without results is that of its other fields.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AwardResult>? Results { get; init; }

    /// <summary>The badge that this award leads to.</summary>
    [JsonIgnore]
    public BadgeKey Badge => new(Member.Id, BadgeKey.BadgeIdOf(AchievementId));

    /// <summary>The award that led to <paramref name="badge"/>.</summary>
    public static Award Of(Badge badge) => new(
        badge.AchievementId,
        badge.TemplateCode,
        badge.Category,
        new Member(
            badge.Key.MemberId,
            badge.Recipient.GivenName,
            badge.Recipient.FamilyName,
            badge.Recipient.Email,
            badge.Recipient.Locale)
        {
            Did = badge.Recipient.Did,
        },
        badge.AwardedOn,
        badge.ExpiresOn,
        badge.Evidence)
    {
        Results = badge.Results is [] ? null : badge.Results,
    };

    /// <summary>The SHA-256 of the content, base64: two awards are the same exactly when this is. Two spellings of an address are one content.</summary>
    public string Digest() => Convert.ToBase64String(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        this with { Member = Member with { Email = EmailAddress.Normalize(Member.Email) } })));
}
