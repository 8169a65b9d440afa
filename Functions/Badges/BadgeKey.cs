using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace BadgeFunctions.Functions.Badges;

/// <summary>Where a badge's row is: the member's partition and the badge's id.</summary>
/// <param name="MemberId">The certification system's member id: any text of up to 256 characters without control characters.</param>
/// <param name="BadgeId">32 lower-case hexadecimal digits; see <see cref="BadgeIdOf"/>.</param>
public sealed record BadgeKey(string MemberId, string BadgeId)
{
    /// <summary>The most characters of a member's id.</summary>
    public const int MaxMemberIdLength = 256;

    private const int MaxPlainLength = 64;

    /// <summary>The partition of the badge's rows.</summary>
    [JsonIgnore]
    public string Partition => PartitionOf(MemberId);

    /// <summary>The orchestration that looks after this badge.</summary>
    [JsonIgnore]
    public string InstanceId => InstanceIdOf(BadgeId);

    /// <summary>The instance id of <c>BadgeWorkflow</c> for a badge.</summary>
    public static string InstanceIdOf(string badgeId) => $"badge-{badgeId}";

    /// <summary>
    /// The badge id of an achievement: half of its id's SHA-256, so that a webhook that is delivered twice names one badge.
    /// </summary>
    public static string BadgeIdOf(string achievementId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(achievementId)).AsSpan(0, 16));

    /// <summary>Whether the text has the form of a member's id: any text without control characters.</summary>
    public static bool IsMemberId(string? text) => text is { Length: > 0 and <= MaxMemberIdLength } && !text.Any(char.IsControl);

    /// <summary>
    /// The partition of a member's rows: the id itself, or <c>~</c> and its SHA-256 where the id is long or has characters that a key must
    /// not have (Azure Table storage: <c>/ \ # ?</c>), or that are not written alike everywhere.
    /// </summary>
    public static string PartitionOf(string memberId) =>
        memberId.Length <= MaxPlainLength && memberId.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '@' or '-')
            ? memberId
            : $"~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(memberId)))}";

    /// <summary>Whether the text has the form of a badge id.</summary>
    public static bool IsBadgeId(string? text) =>
        text is { Length: 32 } && text.All(c => char.IsAsciiHexDigitLower(c) || char.IsAsciiDigit(c));
}
