using System.Text.Encodings.Web;
using BadgeFunctions.Sandbox.Inbox;

namespace BadgeFunctions.Sandbox.Credly;

/// <summary>
/// Credly's own e-mails: about badges, which an issuer may suppress, and about a member's accounts.
/// Source: credly.com/docs/issued_badges.
/// </summary>
internal sealed class CredlyNotifications(Mailbox mailbox, CredlyDocuments documents, TimeProvider clock)
{
    /// <summary>A badge was issued.</summary>
    public void Announce(CredlyBadge badge) =>
        Tell(badge, $"You have been issued a badge: {badge.Template.Name}", "", LinkTo(badge));

    /// <summary>A badge was revoked; its reason is in the mail.</summary>
    public void TellOfRevocation(CredlyBadge badge) =>
        Tell(badge, $"Your badge was revoked: {badge.Template.Name}", badge.RevocationReason ?? "", link: null);

    /// <summary>A badge took the place of another.</summary>
    /// <param name="badge">The new one.</param>
    /// <param name="message">The issuer's own words, if any.</param>
    public void TellOfReplacement(CredlyBadge badge, string message) =>
        Tell(badge, $"Your badge was replaced: {badge.Template.Name}", message, LinkTo(badge));

    /// <summary>An address was added to an account: its owner confirms it behind the link.</summary>
    public void AskToConfirm(CredlyAccount account, string email, string link) =>
        Send(email, $"{account.FirstName} {account.LastName}", "Confirm your email address", "Confirm that this address is yours:", link);

    /// <summary>Somebody who knows this account's password wants to merge it into another.</summary>
    public void SendMergeCode(CredlyAccount account, string email, string code) =>
        Send(email, $"{account.FirstName} {account.LastName}", "Your authorization code", $"Enter this code to merge your accounts: {code}", link: null);

    private void Tell(CredlyBadge badge, string subject, string message, string? link) =>
        Send(badge.RecipientEmail, $"{badge.FirstName} {badge.LastName}", subject, message, link);

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

    private string LinkTo(CredlyBadge badge) =>
        badge.State == CredlyBadgeState.Pending ? documents.AcceptUrl(badge) : documents.PublicUrl(badge);
}
