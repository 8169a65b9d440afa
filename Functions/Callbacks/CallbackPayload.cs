using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BadgeFunctions.Functions.Badges;

namespace BadgeFunctions.Functions.Callbacks;

/// <summary>The body of a callback, as Standard Webhooks recommends it. No name, no e-mail address, no token. Pure.</summary>
internal static class CallbackPayload
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // It is no part of a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="announcement">What happened, and how the badge stood then.</param>
    /// <param name="badge">What does not change about the badge.</param>
    public static string Of(Announcement announcement, Badge badge) => JsonSerializer.Serialize(
        new Message(
            announcement.Type,
            announcement.At,
            new Data(
                badge.Key.BadgeId,
                badge.AchievementId,
                badge.Key.MemberId,
                badge.TemplateCode,
                announcement.State,
                announcement.AcceptedAt,
                announcement.PublicUrl,
                announcement.SuspendedAt,
                announcement.Email,
                announcement.Reason)),
        Json);

    private sealed record Message(string Type, DateTimeOffset Timestamp, Data Data);

    private sealed record Data(
        string BadgeId,
        string AchievementId,
        string MemberId,
        string TemplateCode,
        BadgeState State,
        DateTimeOffset? AcceptedAt,
        Uri? PublicUrl,
        DateTimeOffset? SuspendedAt,
        BouncedEmail? Email,
        BadgeBlock? Reason);
}
