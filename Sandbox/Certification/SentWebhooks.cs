using System.Collections.Concurrent;

namespace BadgeFunctions.Sandbox.Certification;

/// <summary>What was sent from the page since the start.</summary>
internal sealed class SentWebhooks
{
    private readonly ConcurrentQueue<SentWebhook> _sent = new();

    /// <summary>The newest first.</summary>
    public IReadOnlyList<SentWebhook> All => [.. _sent.Reverse()];

    public SentWebhook? Find(string webhookId) => _sent.FirstOrDefault(one => one.WebhookId == webhookId);

    public void Add(SentWebhook sent) => _sent.Enqueue(sent);
}
