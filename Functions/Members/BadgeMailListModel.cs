using System.Globalization;
using BadgeFunctions.Functions.Badges;
using BadgeFunctions.Functions.Web;

namespace BadgeFunctions.Functions.Members;

/// <summary>The e-mails about a badge as its member reads of them, the newest first.</summary>
/// <param name="Mails">The e-mails.</param>
/// <param name="SendAgainPath">Where the form goes that has the claim e-mail sent again; null when it cannot be.</param>
/// <param name="FormToken">The anti-forgery value of that form.</param>
/// <param name="IsJustSent">Whether the member waits for one that went out a moment ago.</param>
public sealed record BadgeMailListModel(IReadOnlyList<MailLine> Mails, string? SendAgainPath, string FormToken, bool IsJustSent)
{
    /// <summary>The section's id on the page.</summary>
    public const string Anchor = "e-mails";

    // As long as SendGrid tries a mail server that does not take an e-mail.
    private static readonly TimeSpan LongestWay = TimeSpan.FromDays(3);

    private const int MaxReasonLength = 500;

    /// <summary>What is to be said of a badge's e-mails.</summary>
    public static BadgeMailListModel Of(Badge badge, ClaimOptions claims, DateTimeOffset now, string formToken)
    {
        var canBeSent = BadgeSteps.MailAgain(badge, claims, now) is not null;
        return new BadgeMailListModel(
            [.. badge.Mails.Values.OrderByDescending(mail => mail.AttemptedAt).Select(mail => LineOf(mail, now))],
            canBeSent ? ClaimEmailFunction.PathOf(badge) : null,
            formToken,
            !canBeSent && !badge.Mails.IsEmpty && BadgeStanding.IsClaimable(badge, now));
    }

    private static MailLine LineOf(BadgeMail mail, DateTimeOffset now) => new(KindOf(mail.Kind), WhenOf(mail), StateOf(mail, now));

    private static string KindOf(string kind) => kind switch
    {
        BadgeMail.Claim => L("The e-mail with the link to claim it"),
        BadgeMail.Accepted => L("The e-mail that says it is yours"),
        BadgeMail.Revoked => L("The e-mail that says it was revoked"),
        _ when BadgeMail.IsAgain(kind) => L("The e-mail with the link to claim it, once more"),
        _ when BadgeMail.IsUpdate(kind) => L("The e-mail that says what has changed"),
        _ => L("A reminder"),
    };

    private static string? WhenOf(BadgeMail mail)
    {
        var day = DisplayText.Day(DateOnly.FromDateTime(mail.AttemptedAt.UtcDateTime));
        var time = mail.AttemptedAt.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);
        return mail switch
        {
            { State: BadgeMailState.NotSent, Address: { } address } => L("To {0}", address),
            { State: BadgeMailState.NotSent } => null,
            { Address: { } address } => L("Sent to {0} on {1} at {2} UTC", address, day, time),
            _ => L("Sent on {0} at {1} UTC", day, time),
        };
    }

    // What a mail server says is in its own language, and may be anything.
    private static string StateOf(BadgeMail mail, DateTimeOffset now) => mail switch
    {
        { State: BadgeMailState.Delivered } => L("Delivered"),
        { State: BadgeMailState.Bounced, Reason: { Length: > 0 } reason, Bounce.Reason: "dropped" } =>
            L("It could not be delivered: {0}", DisplayText.Clean(reason, MaxReasonLength)),
        { State: BadgeMailState.Bounced, Reason: { Length: > 0 } reason } => L("It came back: {0}", DisplayText.Clean(reason, MaxReasonLength)),
        { State: BadgeMailState.Bounced } => L("It came back."),
        { State: BadgeMailState.NotSent, Reason: not null } => L("We could not send it yet. We keep trying."),
        { State: BadgeMailState.Sent or BadgeMailState.Sending } when now >= mail.AttemptedAt + LongestWay => L("Sent. Nobody has told us whether it arrived."),
        { State: BadgeMailState.Sent, DeferredAt: not null } => L("Your mail server is not taking it yet. We keep trying."),
        _ => L("On its way"),
    };
}

/// <summary>An e-mail in the list.</summary>
/// <param name="Kind">Which e-mail it is.</param>
/// <param name="When">Where it went, and when; null when neither is known.</param>
/// <param name="State">What became of it.</param>
public sealed record MailLine(string Kind, string? When, string State);
