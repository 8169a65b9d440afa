using BadgeFunctions.Sandbox.Inbox;

namespace BadgeFunctions.Sandbox.Credly;

/// <summary>Credly's own e-mail about a new badge, unless the issuer suppresses it.</summary>
internal sealed class CredlyNotifications(Mailbox mailbox, CredlyDocuments documents)
{
    public void Announce(CredlyBadge badge) => mailbox.Add(new Mail(
        Guid.NewGuid().ToString("N"),
        badge.CreatedAt,
        "Credly stand-in <no-reply@credly.example>",
        badge.RecipientEmail,
        $"{badge.FirstName} {badge.LastName}",
        $"You have been issued a badge: {badge.Template.Name}",
        documents.AcceptUrl(badge),
        "",
        new Dictionary<string, string>(),
        []));
}
