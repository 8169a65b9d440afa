using BadgeFunctions.Sandbox.State;

namespace BadgeFunctions.Sandbox.Certification;

/// <summary>The awards that were sent from the page, and the sample.</summary>
internal sealed class SentWebhooks(StateFile state)
{
    private readonly Kept<Guid, SentWebhook> _sent = state.Open<Guid, SentWebhook>("sent-webhooks");

    /// <summary>The newest first.</summary>
    public IReadOnlyList<SentWebhook> All => [.. _sent.Values.Reverse()];

    public SentWebhook? Find(string webhookId) => _sent.Values.FirstOrDefault(one => one.WebhookId == webhookId);

    public void Add(SentWebhook sent) => _sent[Guid.NewGuid()] = sent;
}
