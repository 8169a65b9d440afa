using System.Text.Encodings.Web;
using BadgeFunctions.Sandbox.Inbox;

namespace BadgeFunctions.Sandbox.Credly;

/// <summary>
/// Credly's own e-mails: about badges, which an issuer may suppress, and about a member's accounts.
/// Source: credly.com/docs/issued_badges.
/// </summary>
internal sealed class CredlyNotifications(Mailbox mailbox, CredlyLinks links, TimeProvider clock)
{
    public void Issued(CredlyBadge badge) => Announce(badge, "You have been issued a badge", "");

    public void Replaced(CredlyBadge badge, string message) => Announce(badge, "Your badge was replaced", message);

    public void Revoked(CredlyBadge badge) => Notify(badge, "Your badge was revoked", badge.RevocationReason ?? "", link: null);

    /// <summary>An address was added to an account: its owner confirms it behind the link.</summary>
    public void AskToConfirm(CredlyAccount account, string email, string token) => Send(
        email, $"{account.FirstName} {account.LastName}", "Confirm your email address", "Confirm that this address is yours:", links.Confirm(token));

    private void Announce(CredlyBadge badge, string subject, string message)
    {
        if (!badge.SuppressesNotification)
        {
            Notify(badge, subject, message, badge.State == CredlyBadgeState.Pending ? links.Accept(badge) : links.Public(badge));
        }
    }

    private void Notify(CredlyBadge badge, string subject, string message, string? link) =>
        Send(badge.RecipientEmail, $"{badge.FirstName} {badge.LastName}", $"{subject}: {badge.Template.Name}", message, link);

    private void Send(string toAddress, string toName, string subject, string message, string? link) => mailbox.Add(new Mail(
        Guid.NewGuid().ToString("N"),
        clock.GetUtcNow(),
        "Credly stand-in <no-reply@credly.example>",
        toAddress,
        toName,
        subject,
        string.Join("\n\n", new[] { message, link }.Where(part => !string.IsNullOrEmpty(part))),
        $"<p>{Encode(subject)}</p><p>{Encode(message)}</p>{(link is null ? "" : $"<p><a href=\"{Encode(link)}\">Go on</a></p>")}",
        new Dictionary<string, string>(),
        []));

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
