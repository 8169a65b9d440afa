using System.Text.Json;

namespace BadgeFunctions.Sandbox.Certification;

/// <summary>A webhook that was sent, and the app's answer; status 0 when there was none.</summary>
public sealed record SentWebhook(string WebhookId, Achievement Achievement, int Status, string Answer, string? Location)
{
    /// <summary>The badge id of a webhook that was taken; null otherwise.</summary>
    public string? BadgeId => Status == StatusCodes.Status202Accepted
        ? JsonSerializer.Deserialize<JsonElement>(Answer).GetProperty("badgeId").GetString()
        : null;
}
