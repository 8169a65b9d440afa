using System.Text.Json;
using BadgeFunctions.Sandbox.State;

namespace BadgeFunctions.Sandbox.Certification;

/// <summary>The awards that were sent from the page, and the sample.</summary>
internal sealed class SentWebhooks(StateFile state)
{
    private readonly Kept<Guid, SentWebhook> _sent = state.Open<Guid, SentWebhook>("sent-webhooks");

    public IReadOnlyList<SentWebhook> All => [.. _sent.Values.Reverse()];
    public SentWebhook? Find(string webhookId) => _sent.Values.FirstOrDefault(one => one.WebhookId == webhookId);
    public void Add(SentWebhook sent) => _sent[Guid.NewGuid()] = sent;
}

/// <summary>A webhook that was sent, and the app's answer; status 0 when there was none.</summary>
public sealed record SentWebhook(string WebhookId, Achievement Achievement, int Status, string Answer, string? Location)
{
    /// <summary>The badge id of a webhook that was taken; null otherwise.</summary>
    public string? BadgeId => Status == StatusCodes.Status202Accepted
        ? JsonSerializer.Deserialize<JsonElement>(Answer).GetProperty("badgeId").GetString()
        : null;
}
