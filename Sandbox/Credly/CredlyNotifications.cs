using System.Text.Encodings.Web;
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
        LinkTo(badge),
        $"<p>{HtmlEncoder.Default.Encode($"You have been issued a badge: {badge.Template.Name}")}</p><p><a href=\"{HtmlEncoder.Default.Encode(LinkTo(badge))}\">View it</a></p>",
        new Dictionary<string, string>(),
        []));

    private string LinkTo(CredlyBadge badge) =>
        badge.State == CredlyBadgeState.Pending ? documents.AcceptUrl(badge) : documents.PublicUrl(badge);
}
